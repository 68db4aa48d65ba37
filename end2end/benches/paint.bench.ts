// A delta that touches all 38 municipalities: how many frames the page needs to show it, and how long the main thread is busy
// in them, from the start of the frame's callback to the end of style, layout and paint.
import { expect, test } from "@playwright/test";
import { Server, live, reached } from "../server.ts";

const ROUNDS = 25;
const BUDGET = 1000 / 60;

type Frame = { rows: number; script: number; all: number };

// What a frame changed, and how long it took: a message that is sent within a frame's callback arrives after its paint.
function observe() {
  const frames: Frame[] = [];
  const next = window.requestAnimationFrame.bind(window);
  const changes = new MutationObserver(() => {});
  window.requestAnimationFrame = (callback) =>
    next((time) => {
      changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      changes.takeRecords();
      const began = performance.now();
      callback(time);
      const script = performance.now() - began;
      const touched = changes.takeRecords().map(({ target }) => (target instanceof Element ? target : target.parentElement));
      changes.disconnect();
      const rows = new Set(touched.map((element) => element?.closest("tr[data-row]")).filter(Boolean)).size;
      if (touched.length === 0) return;
      const painted = new MessageChannel();
      painted.port1.onmessage = () => frames.push({ rows, script, all: performance.now() - began });
      painted.port2.postMessage(0);
    });
  Object.assign(window, { frames });
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

test("a delta of all 38 municipalities", async ({ page }) => {
  test.setTimeout(120_000);
  const server = await Server.start(9);
  try {
    await server.everywhere(0);
    await page.addInitScript(observe);
    await page.goto(server.page);
    await live(page);
    const whole: Frame[] = [];
    const counts: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await page.evaluate(() => ((window as unknown as { frames: Frame[] }).frames.length = 0));
      await server.everywhere(round);
      await reached(page, server.seq);
      const frames = await page.evaluate(() => (window as unknown as { frames: Frame[] }).frames);
      const largest = frames.toSorted((a, b) => b.rows - a.rows)[0];
      expect(largest.rows).toBeGreaterThanOrEqual(38);
      counts.push(frames.filter((frame) => frame.rows > 0).length);
      whole.push(largest);
    }
    const all = median(whole.map((frame) => frame.all));
    console.log(`  frames that change rows, median of ${ROUNDS} deltas      ${median(counts)}   budget 1`);
    console.log(`  script in the frame, median                      ${median(whole.map((frame) => frame.script)).toFixed(2)} ms`);
    console.log(`  script, style, layout and paint, median          ${all.toFixed(2)} ms   budget ${BUDGET.toFixed(2)} ms (60 frames a second)`);
    console.log(`  the same, worst                                  ${Math.max(...whole.map((frame) => frame.all)).toFixed(2)} ms`);
  } finally {
    await server.remove();
  }
});
