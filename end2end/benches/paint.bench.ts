// A delta that touches all 38 municipalities: how many frames the page needs to show it, and how long the main thread works in
// the frame: its callback, style, layout and paint. Time that the thread spent, so that other work on the machine does not count.
import { expect, test, type Page } from "@playwright/test";
import { Server, live, reached } from "../server.ts";

const ROUNDS = 25;
const BUDGET = 1000 / 60;

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

// How many rows of the table each frame changes. Watching takes time itself, so these rounds are not the timed ones.
function observe() {
  const frames: number[] = [];
  const next = window.requestAnimationFrame.bind(window);
  const changes = new MutationObserver(() => {});
  window.requestAnimationFrame = (callback) =>
    next((time) => {
      changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      callback(time);
      const touched = changes.takeRecords().map(({ target }) => (target instanceof Element ? target : target.parentElement));
      changes.disconnect();
      const rows = new Set(touched.map((element) => element?.closest("tr[data-row]")).filter(Boolean)).size;
      if (rows > 0) frames.push(rows);
    });
  Object.assign(window, { frames });
}

type Traced = { name: string; tid: number; ts: number; dur?: number; tdur?: number };
type Frame = { script: number; all: number; wall: number };

// The frame with the longest callback among those that the page showed meanwhile.
async function longest(page: Page, meanwhile: () => Promise<void>): Promise<Frame> {
  const tracing = await page.context().newCDPSession(page);
  const events: Traced[] = [];
  tracing.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as Traced[])));
  const categories = ["devtools.timeline", "disabled-by-default-devtools.timeline"];
  await tracing.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: categories } });
  await meanwhile();
  const ended = new Promise((done) => tracing.once("Tracing.tracingComplete", done));
  await tracing.send("Tracing.end");
  await ended;
  await tracing.detach();
  const end = ({ ts, dur }: Traced) => ts + (dur ?? 0);
  const frames = events.filter(({ name }) => name === "FireAnimationFrame").map((callback) => {
    const holds = (task: Traced) => task.tid === callback.tid && task.ts <= callback.ts && end(task) >= end(callback);
    const task = events.find((event) => event.name === "RunTask" && holds(event));
    return { script: (callback.tdur ?? 0) / 1000, all: (task?.tdur ?? 0) / 1000, wall: (task?.dur ?? 0) / 1000 };
  });
  return frames.toSorted((a, b) => b.script - a.script)[0];
}

test("a delta of all 38 municipalities", async ({ browser }) => {
  test.setTimeout(240_000);
  const server = await Server.start(9);
  try {
    await server.everywhere(0);
    const [watched, timed] = [await browser.newPage(), await browser.newPage()];
    await watched.addInitScript(observe);
    const counts: number[] = [];
    const frames: Frame[] = [];
    for (const [page, each] of [
      [watched, async () => {
        const rows = await watched.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
        expect(Math.max(...rows)).toBeGreaterThanOrEqual(38);
        counts.push(rows.length);
      }],
      [timed, async () => {}],
    ] as [Page, () => Promise<void>][]) {
      await page.goto(server.page);
      await live(page);
      for (let round = 1; round <= ROUNDS; round++) {
        const delta = async () => {
          await server.everywhere(round + (page === timed ? ROUNDS : 0));
          await reached(page, server.seq);
        };
        if (page === timed) frames.push(await longest(page, delta));
        else await delta();
        await each();
      }
      await page.close();
    }
    const of = (part: (frame: Frame) => number) => median(frames.map(part)).toFixed(2);
    console.log(`  frames that change rows, median of ${ROUNDS} deltas      ${median(counts)}   budget 1`);
    console.log(`  script in the frame, median                      ${of(({ script }) => script)} ms`);
    console.log(`  script, style, layout and paint, median          ${of(({ all }) => all)} ms   budget ${BUDGET.toFixed(2)} ms (60 frames a second)`);
    console.log(`  the same, worst                                  ${Math.max(...frames.map(({ all }) => all)).toFixed(2)} ms`);
    console.log(`  the same by the clock, median                    ${of(({ wall }) => wall)} ms`);
  } finally {
    await server.remove();
  }
});
