// The pages by axe, in the states that only a living page has.
import { expect, test, type Page } from "@playwright/test";
import { faults as allFaults } from "../audit.ts";
import { Server, live } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(7);
  await server.send(900);
});
test.afterAll(() => server.remove());
// A page with a map and all its places takes long to audit.
test.beforeEach(() => test.setTimeout(120_000));

const faults = (page: Page) => allFaults(page, (axe) => axe.withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]));

for (const colorScheme of ["light", "dark"] as const) {
  test(`the nation's page, alive, with a chosen place and a sorted table, in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(server.page);
    await live(page);
    await page.locator("#map a[data-row]").first().focus();
    await page.locator('th[data-sort="votes"] button').click();
    await server.send(3);
    await expect(page.locator(".is-fresh")).toHaveCount(0, { timeout: 10_000 });
    // Rows that change places are over one another for a moment.
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
    expect(await faults(page)).toEqual([]);
  });
}

test("the page of a station, offline", async ({ page, context }) => {
  await page.goto(`${server.page}/${server.reported().station}`);
  await live(page);
  await context.setOffline(true);
  await expect(page.locator("#state")).toHaveAttribute("data-state", "offline");
  expect(await faults(page)).toEqual([]);
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a place chosen by a finger", async ({ page }) => {
    await page.goto(server.page);
    await live(page);
    await page.locator("#map a[data-row]").nth(5).tap({ force: true });
    await expect(page.locator("#card")).toBeInViewport();
    expect(await faults(page)).toEqual([]);
  });
});
