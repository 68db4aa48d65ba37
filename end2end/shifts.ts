// Layout shifts of a page, each with what moved, counted from before the page is loaded.
import { expect, type Browser, type Page } from "@playwright/test";
import { live } from "./server.ts";

export type Shift = { value: number; of: string[] };

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

// The sum of all shifts, more than Chromium's own figure, which is the worst five seconds; and the largest of them.
export async function shifted(page: Page): Promise<{ sum: number; worst: Shift[] }> {
  const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
  return { sum: shifts.reduce((sum, shift) => sum + shift.value, 0), worst: shifts.toSorted((a, b) => b.value - a.value).slice(0, 5) };
}

// The page at every place and width, live and watched.
export async function everywhere(browser: Browser, address: string): Promise<{ name: string; page: Page }[]> {
  const pages: { name: string; page: Page }[] = [];
  for (const width of WIDTHS) {
    for (const place of PLACES) {
      const page = await browser.newPage({ viewport: { width, height: width < 600 ? 844 : 900 } });
      await watchShifts(page);
      await page.goto(address);
      await live(page);
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
    const { sum, worst } = await shifted(page);
    tell(`${name.padEnd(18)} ${sum.toFixed(4)}`);
    expect.soft(sum, `${name}: ${JSON.stringify(worst)}`).toBeLessThan(NOTHING);
  }
}
