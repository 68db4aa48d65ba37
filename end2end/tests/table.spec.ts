// The table: sorted by its heads, without losing the reader's place.
import { expect, test, type Page } from "@playwright/test";
import { Server, live, reached } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(5);
  await server.send(900);
});
test.afterAll(() => server.remove());

const head = (page: Page, by: string) => page.locator(`#places th[data-sort="${by}"]`);

// What a column says, from the top; rows that have nothing there are left out.
async function column(page: Page, part: string): Promise<number[]> {
  const texts = await page.locator(`#places tbody tr[data-row] [data-cell$="-${part}"]`).allTextContents();
  return texts.filter((text) => /\d/.test(text)).map((text) => Number(text.replace(/[^\d.]/g, "")));
}

const descending = (numbers: number[]) => numbers.every((number, at) => at === 0 || numbers[at - 1] >= number);

test("a head sorts from the greatest, once more from the least, and keeps the focus", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  await head(page, "margin").locator("button").focus();
  await page.keyboard.press("Enter");
  await expect(head(page, "margin")).toHaveAttribute("aria-sort", "descending");
  const margins = await column(page, "margin");
  expect(margins.length).toBeGreaterThan(20);
  expect(descending(margins)).toBe(true);
  await page.keyboard.press("Enter");
  await expect(head(page, "margin")).toHaveAttribute("aria-sort", "ascending");
  expect(descending((await column(page, "margin")).reverse())).toBe(true);
  await expect(head(page, "margin").locator("button")).toBeFocused();
  await head(page, "votes").locator("button").click();
  await expect(head(page, "margin")).not.toHaveAttribute("aria-sort");
  expect(descending(await column(page, "sum"))).toBe(true);
  await expect(page.locator("#places tbody tr").first()).toHaveClass(/is-sum/);
});

test("names are in the order of the alphabet of the page", async ({ page }) => {
  await page.goto(`${server.page}?lang=sq`);
  await live(page);
  await head(page, "name").locator("button").click();
  const names = await page.locator("#places tbody tr[data-row] th a").allTextContents();
  // By the browser's own rules: not every browser knows those of every language.
  const sorted = await page.evaluate((names) => [...names].sort(new Intl.Collator("sq").compare), names);
  expect(names).toEqual(sorted);
  expect(names.findIndex((name) => name.startsWith("Ç"))).toBeLessThan(names.findIndex((name) => name.startsWith("D")));
});

test("a sorted table stays sorted while the count goes on, but not under the pointer", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  await head(page, "votes").locator("button").click();
  await page.locator("#places tbody tr").nth(3).hover();
  const rows = () =>
    page.locator("#places tbody tr[data-row]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-row")));
  const before = await rows();
  await server.send(400);
  await reached(page, server.seq);
  expect(await rows()).toEqual(before);
  await page.mouse.move(2, 2);
  await expect.poll(async () => descending(await column(page, "sum"))).toBe(true);
  expect(await rows()).not.toEqual(before);
});

test("the heads of a list's places cover none of them", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${server.base}/e/rehearsal/-/list/assembly/bsh?lang=en`);
  const table = page.locator("table.is-sticky");
  const heads = (await table.locator("thead th").first().boundingBox())!;
  const first = (await table.locator("tbody tr").first().boundingBox())!;
  expect(first.y).toBeGreaterThanOrEqual(heads.y + heads.height - 1);
});
