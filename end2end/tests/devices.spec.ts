// Every kind of page on every device: nothing is wider than the screen, forced colours keep what colours say, paper has all.
import { expect, test, type Page } from "@playwright/test";
import { kinds, LANGUAGES } from "../pages.ts";
import { live, rehearsal, Server } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(13);
  await server.send(900);
});
test.afterAll(() => server.remove());

function pages() {
  const { place, station } = server.reported();
  return kinds(rehearsal, place, station);
}

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// 320 CSS pixels are what 1280 are at 400 % zoom.
for (const width of [320, 360, 390, 2560]) {
  test(`no page is wider than ${width} pixels`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: width > 1000 ? 1440 : 800 });
    for (const kind of pages()) {
      await page.goto(server.base + kind.path);
      expect.soft(await overflow(page), kind.name).toBeLessThanOrEqual(0);
    }
  });
}

// On the server whose night is running: only there a report is seconds old.
test("the status line is whole on a small phone, in every language", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const language of LANGUAGES) {
    await page.goto(`/e/${rehearsal.election}/${rehearsal.contest}?lang=${language}`);
    await live(page);
    await expect(page.locator("#age")).not.toBeEmpty();
    const cut = await page.locator(".status-in > p").evaluateAll((parts) => parts.filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.textContent));
    expect.soft(cut, language).toEqual([]);
  }
});

test("forced colours keep bars and borders of places", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(server.page);
  const bar = page.locator(".bar-fill").first();
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await bar.evaluate((bar) => getComputedStyle(bar).backgroundColor)).not.toBe(ground);
  const stroke = await page.locator("#map .place").first().evaluate((place) => getComputedStyle(place).stroke);
  expect(stroke).not.toBe("none");
});

test("paper has the whole table and no tools", async ({ page }) => {
  await page.goto(server.page);
  await page.emulateMedia({ media: "print" });
  for (const tool of [".search-link", ".acts", ".map-tools", ".languages"]) {
    for (const one of await page.locator(tool).all()) await expect(one).toBeHidden();
  }
  const scroller = page.locator(".table-scroll").first();
  expect(await scroller.evaluate((box) => getComputedStyle(box).overflowX)).toBe("visible");
});
