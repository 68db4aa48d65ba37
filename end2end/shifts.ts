// Layout shifts of a page, each with what moved, counted from before the page is loaded.
import { expect, type Browser, type Page } from "@playwright/test";
import { joined } from "./server.ts";

export type Shift = { value: number; at: number; of: string[] };

// Where a reader of a long page may be while the night passes, on a phone and on a desktop.
export const PLACES = ["body", "#ticker", "#places"];
export const WIDTHS = [390, 1440];
// The most that is reported as 0.00.
export const NOTHING = 0.005;

// From here on the page remembers every shift.
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; startTime: number; sources: { node: Node | null }[] }[]) {
        const names = entry.sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return element ? `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}` : "?";
        });
        shifts.push({ value: entry.value, at: entry.startTime, of: names });
      }
    }).observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { shifts });
  });
}

// Cumulative layout shift as browsers define it: the worst run of shifts of at most five seconds in which none comes a second
// after the one before; the sum of all shifts, which is more; and the largest of them.
export async function shifted(page: Page): Promise<{ cumulative: number; sum: number; worst: Shift[] }> {
  const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
  let [cumulative, sum, run, began, last] = [0, 0, 0, -Infinity, -Infinity];
  for (const { value, at } of shifts) {
    if (at - last > 1000 || at - began > 5000) [run, began] = [0, at];
    last = at;
    run += value;
    sum += value;
    cumulative = Math.max(cumulative, run);
  }
  return { cumulative, sum, worst: shifts.toSorted((a, b) => b.value - a.value).slice(0, 5) };
}

// The page at every place and width, joined and watched.
export async function everywhere(browser: Browser, address: string): Promise<{ name: string; page: Page }[]> {
  const pages: { name: string; page: Page }[] = [];
  for (const width of WIDTHS) {
    for (const place of PLACES) {
      const page = await browser.newPage({ viewport: { width, height: width < 600 ? 844 : 900 } });
      await watchShifts(page);
      await page.goto(address);
      await joined(page);
      if (place !== "body") await page.locator(place).evaluate((element) => element.scrollIntoView({ block: "center" }));
      pages.push({ name: `${place} at ${width}`, page });
    }
  }
  return pages;
}

// A moment after the last change nothing has moved on any of the pages.
export async function still(pages: { name: string; page: Page }[], tell: (line: string) => void = () => undefined): Promise<void> {
  for (const { name, page } of pages) {
    await page.waitForTimeout(500);
    const { cumulative, sum, worst } = await shifted(page);
    tell(`${name.padEnd(18)} ${cumulative.toFixed(4)} ${sum.toFixed(4).padStart(16)}`);
    expect.soft(cumulative, `${name}: ${JSON.stringify(worst)}`).toBeLessThan(NOTHING);
  }
}
