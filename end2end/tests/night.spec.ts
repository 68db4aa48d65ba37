// A whole night: two browsers and a `nightcount watch` on the same view, one browser offline for a minute and the server
// restarted under all of them, end with identical figures, without a reload and without a wrong figure on the way.
import { expect, test, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeOut } from "../server.ts";

const root = resolve(import.meta.dirname, "../..");
const program = process.env.NIGHTCOUNT ?? resolve(root, "target/demo/nightcount");
const night = resolve(root, "nights/rehearsal");
const port = Number(process.env.E2E_PORT ?? 3911) + 1;
const base = `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  NIGHTCOUNT_TOKEN: "browser tests",
  LEPTOS_SITE_ROOT: process.env.LEPTOS_SITE_ROOT ?? resolve(root, "target/site"),
};

async function serve(data: string): Promise<ChildProcess> {
  const server = spawn(program, ["serve", night, "--data", data, "--listen", `127.0.0.1:${port}`], { env });
  await expect.poll(() => fetch(`${base}/readyz`).then((answer) => answer.ok, () => false), { timeout: 20_000 }).toBe(true);
  return server;
}

function ended(process: ChildProcess): Promise<void> {
  return new Promise((done) => (process.exitCode !== null || process.signalCode !== null ? done() : process.once("exit", () => done())));
}

type State = { seq: number; votes: Record<string, number>; gaps: number; mismatches: number };

// The last line of `nightcount watch` is the reader's own state.
function watch(until: number): Promise<State> {
  const watching = spawn(program, ["watch", base, "--until", String(until), "--seconds", "120"], { env });
  let text = "";
  watching.stdout.on("data", (chunk) => (text += chunk));
  return ended(watching).then(() => JSON.parse(text.trim().split("\n").at(-1)!));
}

const live = (page: Page) => page.locator('[data-live="sequence"], .status').first();

// What a reader sees: every cell of the page that is a figure, but for the card of a place, which is of the reader's choosing.
async function figures(page: Page): Promise<Record<string, string>> {
  await writeOut(page);
  return page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll("[data-cell]")]
        .filter((element) => !element.getAttribute("data-cell")!.startsWith("place"))
        .filter((element) => /\d/.test(element.textContent ?? "") && element.children.length === 0)
        .map((element) => [(element as unknown as { keys: string }).keys, element.textContent!.trim()]),
    ),
  );
}

test("two browsers and a watch agree after an offline minute and a restart of the server", async ({ browser }) => {
  test.setTimeout(200_000);
  const data = mkdtempSync(join(tmpdir(), "nightcount-e2e-"));
  let server = await serve(data);
  try {
    const contexts = [await browser.newContext(), await browser.newContext()];
    const pages = await Promise.all(contexts.map((context) => context.newPage()));
    const errors: string[] = [];
    for (const page of pages) {
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(`${base}/e/rehearsal/assembly`);
      await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
    }
    const replay = spawn(program, ["replay", night, "--to", base, "--speed", "600"], { env });
    await expect(live(pages[0])).toContainText(/stations/);
    await pages[0].waitForTimeout(8_000);
    await contexts[1].setOffline(true);
    const offline = Date.now();
    await pages[0].waitForTimeout(4_000);
    server.kill("SIGTERM");
    await ended(server);
    server = await serve(data);
    await ended(replay);
    const state = await (await fetch(`${base}/api/v1/elections/rehearsal`)).json();
    const watched = watch(state.seq);
    await pages[0].waitForTimeout(Math.max(0, offline + 60_000 - Date.now()));
    await contexts[1].setOffline(false);

    const last = (await watched).votes;
    const snapshot = await (await fetch(`${base}/api/v1/elections/rehearsal/contests/assembly/units/velmara`)).json();
    const columns: string[] = snapshot.columns;
    for (const [id, votes] of Object.entries(last)) {
      const at = columns.indexOf(id);
      const sum = snapshot.categories.reduce((sum: number, category: { figures: number[] }) => sum + category.figures[at], 0);
      expect(votes, id).toBe(sum);
    }
    // The page that a reader would be given now has the same figures as the two that were open all the time.
    const fresh = await contexts[0].newPage();
    await fresh.goto(`${base}/e/rehearsal/assembly`);
    const expected = await figures(fresh);
    expect(Object.keys(expected).length).toBeGreaterThan(100);
    for (const page of pages) {
      await expect.poll(() => figures(page), { timeout: 60_000 }).toEqual(expected);
      expect(await page.evaluate(() => (window as unknown as { same: boolean }).same), "no reload").toBe(true);
    }
    expect(errors).toEqual([]);
  } finally {
    server.kill("SIGKILL");
    await ended(server);
    rmSync(data, { recursive: true, force: true });
  }
});
