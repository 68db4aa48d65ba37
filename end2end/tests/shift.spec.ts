// Nothing moves: not while a page comes, nor while a whole night passes on it, from the first report to the last. Cumulative layout shift 0.00, on a phone
// and on a desktop, wherever a reader is. (`cargo xtask bench shift` does the same for five minutes, at the pace of a night.)
import { expect, test } from "@playwright/test";
import { WIDTHS, everywhere, still, watchShifts } from "../shifts.ts";
import { Server, reached } from "../server.ts";

const STEPS = 24;

test("nothing moves on a phone or a desktop while a whole night passes", async ({ browser }) => {
  test.setTimeout(300_000);
  const server = await Server.start(21);
  try {
    const pages = await everywhere(browser, server.page);
    const step = Math.ceil(server.length / STEPS);
    for (let sent = 0; sent < server.length; sent += step) {
      await server.send(step);
      for (const { page } of pages) await reached(page, server.seq);
    }
    await still(pages);
  } finally {
    await server.remove();
  }
});

// On a slow line the style sheets come long after the page: here they wait until the name has been seen. A service worker, whose requests a test cannot
// hold back, would have them at once for the second page.
for (const width of WIDTHS) {
  test(`the name is there before any style sheet and stays where it is, ${width} px`, async ({ browser }) => {
    const server = await Server.start(21);
    const page = await browser.newPage({ viewport: { width, height: 900 }, serviceWorkers: "block" });
    await watchShifts(page);
    try {
      await server.send(1);
      for (const address of [server.page, `${server.base}/`]) {
        let release = () => {};
        const seen = new Promise<void>((done) => (release = done));
        await page.route(/\.css$/, async (route) => {
          await seen;
          await route.continue();
        });
        await page.goto(address, { waitUntil: "commit" });
        await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
        const name = page.locator(".brand");
        const place = await name.boundingBox();
        await expect(page.locator("main")).toHaveCount(0);
        release();
        await page.waitForLoadState("load");
        await page.evaluate(async () => void (await document.fonts.ready));
        expect(await name.boundingBox()).toEqual(place);
        await still([{ name: address, page }]);
        await page.unrouteAll();
      }
    } finally {
      await page.close();
      await server.remove();
    }
  });
}
