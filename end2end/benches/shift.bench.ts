// The rehearsal night in five minutes, as `nightcount demo` plays it: how much moves on the contest's page for a reader at its
// top, its ticker and its table, on a phone and on a desktop.
import { expect, test } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rehearsal } from "../server.ts";
import { everywhere, still } from "../shifts.ts";

const SECONDS = Number(process.env.SECONDS ?? 300);
const PORT = Number(process.env.E2E_PORT ?? 3911) + 22;
const base = `http://127.0.0.1:${PORT}`;
const root = resolve(import.meta.dirname, "../..");

// How many times faster the night must run; it begins when the polls close.
function speed(): number {
  const read = (name: string) => readFileSync(resolve(rehearsal.folder, name), "utf8");
  const closed = /^polls_close = (\S+)/m.exec(read("election.toml"))![1];
  const last = read("night.csv").trimEnd().split("\n").at(-1)!.split(",")[0];
  return (Date.parse(last) - Date.parse(closed)) / 1000 / SECONDS;
}

function demo(): ChildProcess {
  const words = ["demo", rehearsal.folder, "--skip", "0", "--speed", String(speed()), "--listen", `127.0.0.1:${PORT}`];
  return spawn(process.env.NIGHTCOUNT ?? resolve(root, "target/demo/nightcount"), words, { cwd: root, stdio: "ignore" });
}

test("the sum of all shifts in a night of five minutes", async ({ browser }) => {
  test.setTimeout((SECONDS + 180) * 1000);
  const server = demo();
  try {
    await expect.poll(() => fetch(`${base}/readyz`).then(({ ok }) => ok, () => false), { timeout: 20_000 }).toBe(true);
    const pages = await everywhere(browser, `${base}/e/${rehearsal.election}/${rehearsal.contest}`);
    await pages[0].page.waitForTimeout(SECONDS * 1000);
    for (const { page } of pages) {
      await expect(page.locator('[data-cell~="counted"]').first()).toHaveText(/^100/, { timeout: 60_000 });
    }
    console.log(`\n  ${SECONDS} s, ${speed().toFixed(1)} times faster than the night was\n${" ".repeat(21)}cumulative  sum of all shifts`);
    await still(pages, (line) => console.log(`  ${line}`));
  } finally {
    server.kill();
  }
});
