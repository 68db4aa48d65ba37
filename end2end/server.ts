// A server with an empty journal of its own, to which a test sends the rehearsal night line by line: what is on the page at
// each step is known beforehand.
import { expect, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
export const program = process.env.NIGHTCOUNT ?? resolve(root, "target/demo/nightcount");

// A night that can be sent: an election folder with a `night.csv`, and the contest and list that are looked at.
export type Night = { folder: string; election: string; contest: string; list: string };
export const rehearsal: Night = { folder: resolve(root, "nights/rehearsal"), election: "rehearsal", contest: "assembly", list: "ld" };
// A school's own election, whose whole night is there at once: one wins, and lists have candidates.
export const school: Night = { folder: resolve(root, "nights/school"), election: "school", contest: "mascot", list: "fox" };
const TOKEN = "browser tests";
const DESK = "browser tests, the desk";
export const OPS = "browser tests, the operators";

export class Server {
  readonly base: string;
  readonly page: string;
  seq = 0;
  private sent = 0;
  private revision = 10;
  private process: ChildProcess | undefined;
  private readonly data = mkdtempSync(join(tmpdir(), "nightcount-e2e-"));
  private readonly heads: string;
  private readonly lines: string[];

  private constructor(
    private readonly port: number,
    private readonly night: Night,
    private readonly beside: Night[],
  ) {
    this.base = `http://127.0.0.1:${port}`;
    this.page = `${this.base}/e/${night.election}/${night.contest}`;
    [this.heads, ...this.lines] = readFileSync(join(night.folder, "night.csv"), "utf8").trimEnd().split("\n");
  }

  // How many lines the whole night has.
  get length(): number {
    return this.lines.length;
  }

  // Each test file has a port of its own, counted from the one that the configured server has.
  static async start(offset: number, night = rehearsal, ...beside: Night[]): Promise<Server> {
    const server = new Server(Number(process.env.E2E_PORT ?? 3911) + offset, night, beside);
    await server.open();
    for (const other of beside) await server.deliver(other, "reports", readFileSync(join(other.folder, "night.csv"), "utf8"));
    return server;
  }

  async open(): Promise<void> {
    const env = {
      ...process.env,
      NIGHTCOUNT_TOKEN: TOKEN,
      NIGHTCOUNT_DESK_TOKEN: DESK,
      NIGHTCOUNT_OPS_TOKEN: OPS,
      LEPTOS_SITE_ROOT: process.env.LEPTOS_SITE_ROOT ?? resolve(root, "target/site"),
    };
    const folders = [this.night, ...this.beside].map((night) => night.folder);
    const words = ["serve", ...folders, "--data", this.data, "--listen", `127.0.0.1:${this.port}`];
    this.process = spawn(program, words, { env, stdio: "ignore" });
    const ready = () => fetch(`${this.base}/readyz`).then((answer) => answer.ok, () => false);
    await expect.poll(ready, { timeout: 20_000 }).toBe(true);
  }

  async close(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const process = this.process;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((done) => process.once("exit", done));
    process.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.close("SIGKILL");
    rmSync(this.data, { recursive: true, force: true });
  }

  // The next lines of the night.
  async send(count: number): Promise<void> {
    await this.post(this.lines.slice(this.sent, this.sent + count));
    this.sent += count;
  }

  // One station of each municipality reports once more, with a vote more or fewer than before: one delta touches every row.
  async everywhere(round: number): Promise<void> {
    const seen = new Set<string>();
    const chosen = this.lines.filter((line) => {
      const [, unit, category, , status] = line.split(",");
      const place = unit.slice(0, 2);
      return category === "regular" && status === "completed" && !seen.has(place) && seen.add(place);
    });
    const at = (name: string) => this.heads.split(",").indexOf(name);
    const rows = chosen.map((line) => {
      const cells = line.split(",");
      for (const name of ["ballots", "valid", "ld"]) cells[at(name)] = String(Number(cells[at(name)]) + (round % 2));
      cells[at("revision")] = String(100 + round);
      return cells.join(",");
    });
    await this.post(rows);
  }

  // The first report of the night for this station, changed as a correction with a reason.
  async correct(station: string, list: string, votes: number, reason: string, time?: string): Promise<void> {
    const cells = this.lines.slice(0, this.sent).find((line) => line.split(",")[1] === station)!.split(",");
    const at = (name: string) => this.heads.split(",").indexOf(name);
    const more = votes - Number(cells[at(list)]);
    for (const name of ["ballots", "valid", list]) cells[at(name)] = String(Number(cells[at(name)]) + more);
    cells[at("revision")] = String(++this.revision);
    cells[at("reason")] = reason;
    if (time) cells[at("time")] = time;
    await this.post([cells.join(",")]);
  }

  // A station that has reported completely, and what it said.
  reported(): { station: string; place: string } {
    const line = this.lines.slice(0, this.sent).find((line) => line.split(",")[4] === "completed" && line.split(",")[2] === "regular")!;
    const station = line.split(",")[1];
    return { station, place: station.slice(0, 2) };
  }

  // The unit below the root that a unit is in.
  async above(unit: string): Promise<string> {
    const { election, contest } = this.night;
    const answer = await fetch(`${this.base}/api/v1/elections/${election}/contests/${contest}/units/${unit}`);
    return (await answer.json()).path[1];
  }

  // Puts a call on record.
  async call(call: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.base}/api/v1/elections/${this.night.election}/contests/${this.night.contest}/calls`, {
      method: "POST",
      headers: { authorization: `Bearer ${DESK}`, "content-type": "application/json" },
      body: JSON.stringify(call),
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
    this.seq = (await answer.json()).seq ?? this.seq;
  }

  // What the commission said while people voted.
  async day(): Promise<void> {
    this.seq = await this.deliver(this.night, "turnout", readFileSync(join(this.night.folder, "turnout.csv"), "utf8"));
  }

  async post(rows: string[]): Promise<void> {
    this.seq = (await this.deliver(this.night, "reports", [this.heads, ...rows].join("\n") + "\n")) ?? this.seq;
  }

  // Sends something that is no table of reports.
  async refused(): Promise<void> {
    const address = `${this.base}/api/v1/elections/${this.night.election}/reports`;
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "text/csv" };
    const answer = await fetch(address, { method: "POST", headers, body: "what,is,this\n" });
    expect(answer.status).toBe(400);
  }

  private async deliver(night: Night, what: string, body: string): Promise<number> {
    const answer = await fetch(`${this.base}/api/v1/elections/${night.election}/${what}`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "text/csv" },
      body,
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()).seq;
  }
}

export const state = (page: Page) => page.locator("#state");

export async function live(page: Page): Promise<void> {
  await expect(state(page)).toHaveAttribute("data-state", "live", { timeout: 15_000 });
}

// The same of a page that may have no report yet.
export async function joined(page: Page): Promise<void> {
  await expect(state(page)).toHaveAttribute("data-state", /^(live|quiet)$/, { timeout: 15_000 });
}

// The page shows this sequence number, and so everything up to it.
export async function reached(page: Page, seq: number): Promise<void> {
  const number = page.locator('[data-cell~="seq"]');
  await expect.poll(async () => Number((await number.textContent())!.replace(/\D/g, "")), { timeout: 20_000 }).toBe(seq);
}

// The row of a place: its number in the table and on the map.
export async function rowOf(page: Page, place: string): Promise<string> {
  const links = page.locator("#places tr[data-row] th a");
  const rows = await links.evaluateAll((links, place) => {
    const wanted = links.filter((link) => new URL((link as HTMLAnchorElement).href).pathname.endsWith(`/${place}`));
    return wanted.map((link) => link.closest("tr")!.dataset.row!);
  }, place);
  expect(rows).toHaveLength(1);
  return rows[0];
}

// Gives each element its keys with the numbers that the page leaves out.
export async function writeOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    let number = "";
    for (const element of document.querySelectorAll<HTMLElement & { keys: string }>("[data-cell]")) {
      // A table's rows may be in another order than they came in.
      number = element.dataset.row ?? number;
      const keys = element.dataset.cell!.split(" ").map((key) => {
        number = /^[a-z]+(\d+)/.exec(key)?.[1] ?? number;
        return key.replace("*", number);
      });
      element.keys = keys.join(" ");
    }
  });
}

// All that the cells of a page say.
export async function cells(page: Page): Promise<Record<string, string>> {
  await writeOut(page);
  return page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>("[data-cell]:not(.card *)")].map((element) => {
        const text = element.children.length === 0 ? element.textContent!.trim() : "";
        const classes = [...element.classList].filter((name) => name !== "is-fresh").join(" ");
        const rest = ["style", "aria-label", "href", "data-at", "fill"].map((name) => (element.getAttribute(name) ?? "").replace(/;$/, ""));
        return [(element as HTMLElement & { keys: string }).keys, [text, classes, ...rest].join(" | ")];
      }),
    ),
  );
}

// What a reader would get now is what this one, who has been here all the time, has.
export async function likeFresh(page: Page, least = 300): Promise<void> {
  const fresh = await page.context().newPage();
  // What is routed does not come from the browser's cache, which keeps a page for a second.
  await fresh.route("**", (route) => route.continue());
  await fresh.goto(page.url());
  const expected = await cells(fresh);
  await fresh.close();
  expect(Object.keys(expected).length).toBeGreaterThan(least);
  await expect.poll(() => cells(page)).toEqual(expected);
}

// What must not happen on any page.
export function complaints(page: Page): string[] {
  const all: string[] = [];
  page.on("pageerror", (error) => all.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") all.push(message.text());
  });
  return all;
}
