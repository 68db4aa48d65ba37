// Our page of a contest against a plain d3 page of the same map and figures, in the same browser and in turns: how soon
// something is to be seen (of a page that loads its figures, that is the word "loading"), how soon who leads, how soon the page is
// live, how long it takes until a delta that changes every row is painted, and how much memory both hold. Ratios mean more than milliseconds: both pages share whatever else the machine does.
import { type Browser, type Page, chromium, expect, test } from "@playwright/test";
import { Server } from "../server.ts";
import { type Country, country, report } from "./country.ts";
import { Peer } from "./peer.ts";

const SIZES = (process.env.SIZES ?? "500,3000,7000").split(",").map(Number);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const DELTAS = Number(process.env.DELTAS ?? 3);
const PORT = Number(process.env.E2E_PORT ?? 3911) + 20;

type Measured = { paint: number; figures: number; live: number; delta: number[]; heap: number };

// Remembers, for each message of the socket, how long it took until the last frame that it changed was on the screen; and the
// memory of a WASM module.
function observe() {
  const painted: { bytes: number; all: number }[] = [];
  const memories: WebAssembly.Memory[] = [];
  const plain = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...words: Parameters<typeof plain>) => {
    const made = await plain(...words);
    for (const part of Object.values(made.instance.exports)) if (part instanceof WebAssembly.Memory) memories.push(part);
    return made;
  };
  // Who leads is on the screen when the frame after the one that has it begins.
  const first = () => {
    if (document.querySelector("[data-cell~=headline], tbody td")?.textContent)
      requestAnimationFrame(() => Object.assign(window, { figures: performance.now() }));
    else requestAnimationFrame(first);
  };
  requestAnimationFrame(first);
  let changed = 0;
  const changes = new MutationObserver(() => (changed = performance.now()));
  addEventListener("DOMContentLoaded", () => changes.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true }));
  // A canvas that is painted changes without a word to that observer, and may be so a frame after the attributes that it follows:
  // the last thing that it is told counts.
  const { restore } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.restore = function () {
    restore.call(this);
    changed = performance.now();
  };
  // When the last frame was drawn: told by a task that a frame leaves behind. What changed before it, be it in a task or in the
  // frame's own callbacks, is on the screen when the next frame begins.
  let drawn = 0;
  const after = new MessageChannel();
  after.port1.onmessage = () => (drawn = performance.now());
  const watch = (event: MessageEvent) => {
    const began = performance.now();
    const bytes = event.data.byteLength ?? event.data.length;
    let quiet = 0;
    let shown = 0;
    const frame = () => {
      const now = performance.now();
      if (changed > drawn) [quiet, shown] = [0, 0];
      else if (changed > began + shown) [quiet, shown] = [0, now - began];
      after.port2.postMessage(null);
      quiet += 1;
      if (quiet < 6) requestAnimationFrame(frame);
      else painted.push({ bytes, all: shown });
    };
    requestAnimationFrame(frame);
  };
  const Plain = WebSocket;
  class Watched extends Plain {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", watch);
    }
  }
  Object.assign(window, { WebSocket: Watched, painted, memories });
}

type Watching = { painted: { bytes: number; all: number }[]; memories: WebAssembly.Memory[]; figures: number };

async function visit(browser: Browser, address: string, push: (round: number) => Promise<void>): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(observe);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  // A new window of the browser fills itself first: that work is neither page's.
  await page.waitForTimeout(1000);
  await page.goto(address, { waitUntil: "commit" });
  const state = await page.waitForFunction(() => document.querySelector("#state[data-state=live]") && performance.now(), null, { timeout: 120_000, polling: "raf" });
  const live = (await state.jsonValue()) as number;
  await page.waitForLoadState("load");
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  await page.waitForTimeout(500);
  const delta: number[] = [];
  for (let round = 0; round < DELTAS; round++) {
    await page.evaluate(() => ((window as unknown as Watching).painted.length = 0));
    await push(round);
    await expect.poll(() => page.evaluate(() => (window as unknown as Watching).painted.length), { timeout: 60_000 }).toBeGreaterThan(0);
    await page.waitForTimeout(700);
    const seen = await page.evaluate(() => (window as unknown as Watching).painted);
    delta.push(seen.sort((a, b) => b.bytes - a.bytes)[0].all);
    // Marks that say what is new go after a second or so: the next delta finds a page at rest.
    await page.waitForTimeout(1000);
  }
  const figures = await page.evaluate(() => (window as unknown as Watching).figures);
  const heap = await memory(page, devtools);
  await page.context().close();
  await page.close();
  return { paint, figures, live, delta, heap };
}

// Megabytes: the heap of JavaScript, and what WASM has.
async function memory(page: Page, devtools: { send(name: "Performance.getMetrics" | "HeapProfiler.collectGarbage"): Promise<unknown> }): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = (await devtools.send("Performance.getMetrics")) as { metrics: { name: string; value: number }[] };
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")!.value;
  const wasm = await page.evaluate(() => (window as unknown as Watching).memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  return (heap + wasm) / 1e6;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function measure(browser: Browser, land: Country): Promise<{ ours: Measured[]; peers: Measured[] }> {
  const server = await Server.start(21, land);
  const peer = await Peer.start(land, PORT);
  const [ours, peers]: [Measured[], Measured[]] = [[], []];
  let revision = 1;
  const push = async () => {
    revision += 1;
    await server.post(land.units.map((unit) => report(unit, revision)));
  };
  const tell = async () => {
    revision += 1;
    peer.send(land.units.map(({ votes, registered }, at) => [at, votes.map((votes, list) => votes + ((revision * (list + 3)) % 7) * (1 + (registered % 5))), registered]));
  };
  try {
    await server.send(server.length);
    for (let round = 0; round < ROUNDS; round++) {
      // Once without counting, as browsers ask: a server has the page of a state ready when it is not the first reader's.
      await (await fetch(server.page, { headers: { "accept-encoding": "gzip, deflate, br, zstd" } })).text();
      ours.push(await visit(browser, server.page, push));
      peers.push(await visit(browser, peer.page, tell));
    }
  } finally {
    await peer.close();
    await server.remove();
  }
  return { ours, peers };
}

const LINES: [string, (one: Measured) => number, string][] = [
  ["first contentful paint", (one) => one.paint, "ms"],
  ["who leads", (one) => one.figures, "ms"],
  ["live", (one) => one.live, "ms"],
  ["all rows painted", (one) => median(one.delta), "ms"],
  ["memory", (one) => one.heap, "MB"],
];

test("our page and a plain d3 page", async ({ launchOptions }) => {
  test.setTimeout(1_800_000);
  const browser = await chromium.launch(launchOptions);
  try {
    console.log(`  medians of ${ROUNDS} visits in turns; of ${DELTAS} deltas each\n  shapes                                ours       d3    ours/d3`);
    for (const size of SIZES) {
      const { ours, peers } = await measure(browser, country(size));
      for (const [name, of, measure] of LINES) {
        const [own, peer] = [median(ours.map(of)), median(peers.map(of))];
        console.log(`  ${String(size).padStart(5)}  ${name.padEnd(24)} ${own.toFixed(1).padStart(9)} ${peer.toFixed(1).padStart(8)} ${measure} ${(own / peer).toFixed(2).padStart(7)}`);
      }
    }
  } finally {
    await browser.close();
  }
});
