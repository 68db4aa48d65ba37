// The site as files on a plain host: a browser opens them as it would the server's pages, and follows the count without a server.
import { expect, test, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Host } from "../host.ts";
import { Server, cells, complaints, program, reached, state } from "../server.ts";

const folder = mkdtempSync(join(tmpdir(), "nightcount-export-"));
let server: Server;
let host: Host;
let exporter: ChildProcess;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await Server.start(31);
  await server.send(400);
  const words = ["export", "--static", folder, "--from", server.base, "--languages", "en", "--to", "country", "--every", "1"];
  exporter = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  // It says so when all is written.
  await new Promise<void>((written, failed) => {
    exporter.stdout!.once("data", () => written());
    exporter.once("exit", () => failed(new Error("the export ended")));
  });
  // Not at the root: the folder can lie anywhere.
  host = await Host.start(folder, "/night");
});
test.afterAll(async () => {
  exporter?.kill();
  await host?.close();
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

// What cells say, without where they lead: that is another address among files.
async function figures(page: Page): Promise<Record<string, string>> {
  const all = Object.entries(await cells(page));
  return Object.fromEntries(all.map(([key, said]) => [key, said.split(" | ").filter((_, part) => part !== 4).join(" | ")]));
}

// What a reader of the server would get now.
async function served(page: Page): Promise<Record<string, string>> {
  const fresh = await page.context().newPage();
  await fresh.goto(`${server.page}?lang=en`);
  const expected = await figures(fresh);
  await fresh.close();
  expect(Object.keys(expected).length).toBeGreaterThan(300);
  return expected;
}

test("an exported page has the server's figures, follows the count by asking, and asks for nothing that is not there", async ({ page }) => {
  test.setTimeout(90_000);
  const errors = complaints(page);
  const refused: string[] = [];
  page.on("response", (answer) => answer.status() >= 400 && refused.push(`${answer.status()} ${answer.url()}`));
  page.on("requestfailed", (request) => refused.push(`${request.failure()?.errorText} ${request.url()}`));
  const elsewhere: string[] = [];
  page.on("request", (request) => request.url().startsWith(host.base) || elsewhere.push(request.url()));
  page.on("websocket", (socket) => elsewhere.push(socket.url()));

  await page.goto(`${host.base}/index.html`);
  await page.locator('main a[href$="assembly/velmara.html"]').first().click();
  await expect(state(page)).toHaveAttribute("data-state", "polling", { timeout: 15_000 });
  await reached(page, server.seq);
  expect(await figures(page)).toEqual(await served(page));

  await page.evaluate(() => Object.assign(window, { same: true }));
  await server.send(40);
  await reached(page, server.seq);
  await expect.poll(() => figures(page)).toEqual(await served(page));
  await expect(state(page)).toHaveAttribute("data-state", "polling");
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true);

  expect([errors, refused, elsewhere]).toEqual([[], [], []]);
});

test("the pages beside an exported one open without an error, and so does what they load", async ({ page }) => {
  test.setTimeout(60_000);
  const errors = complaints(page);
  const refused: string[] = [];
  page.on("response", (answer) => answer.status() >= 400 && refused.push(`${answer.status()} ${answer.url()}`));
  await page.goto(`${host.base}/en/e/rehearsal/assembly/velmara.html`);
  const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href.split("#")[0]));
  const beside = [...new Set(links)].filter((link) => link.startsWith(host.base) && link.includes("/-/") && link.endsWith(".html"));
  expect(beside.length).toBeGreaterThan(5);
  for (const link of beside) {
    await page.goto(link, { waitUntil: "networkidle" });
    expect(await page.locator("main").count(), link).toBe(1);
  }
  expect([errors, refused]).toEqual([[], []]);
});
