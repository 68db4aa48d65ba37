// The operators' page: by password, alive, readable, and honest when the server has gone.
import { expect, test, type Page } from "@playwright/test";
import { faults } from "../audit.ts";
import { OPS, Server, complaints } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(27);
  await server.send(50);
});
test.afterAll(() => server.remove());
test.use({ httpCredentials: { username: "operator", password: OPS } });

const figure = (page: Page, name: string) => page.getByRole("row", { name, exact: false }).getByRole("cell");
const open = async (page: Page) => {
  await page.goto(`${server.base}/ops`);
  await expect(page.getByRole("heading", { name: "Nightcount operations" })).toBeVisible();
};

test("figures move while reports come in, without loading the page again, and no cookie is set", async ({ page, context }) => {
  const errors = complaints(page);
  await open(page);
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  const accepted = figure(page, 'nightcount_reports_total{outcome="accepted"}');
  await expect(accepted).toHaveText("50");
  await server.send(25);
  await expect(accepted).toHaveText("75");
  await expect(page.locator("#gauge-election-rehearsal .ops-figure b")).toHaveText(String(server.seq));
  await expect(page.locator("#gauge-reports .ops-figure b")).not.toHaveText("0");
  await expect(page.getByRole("row", { name: "rehearsal: reports by HTTP" })).toContainText("25 rows on record, 0 unchanged, 0 refused");
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true);
  expect(await context.cookies()).toEqual([]);
  expect(errors).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [390, 1440]) {
    test(`axe finds nothing and nothing is cut off, ${width} px, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await open(page);
      test.setTimeout(60_000);
      await expect(page.locator("svg").first()).toBeVisible({ timeout: 40_000 });
      expect(await faults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}

test("what needs attention is said in words", async ({ page }) => {
  await open(page);
  await server.send(5);
  await expect(page.locator("#verdict")).not.toHaveText(/Trouble/);
  await server.refused();
  await expect(page.locator("#verdict")).toHaveText(/Trouble/);
  await expect(page.locator(".ops-verdict li").first()).toContainText("rehearsal: reports by HTTP");
  await server.send(5);
  await expect(page.locator("#verdict")).not.toHaveText(/Trouble/);
});

test("without the token there is nothing to see", async ({ browser }) => {
  const context = await browser.newContext({ httpCredentials: { username: "operator", password: "wrong" } });
  const page = await context.newPage();
  const answer = await page.goto(`${server.base}/ops`);
  expect(answer!.status()).toBe(401);
  expect(await page.content()).not.toContain("nightcount_");
  await context.close();
});

test("when the server has gone, the page says so and since when", async ({ page }) => {
  await open(page);
  await expect(page.locator("#lost")).toBeHidden();
  await server.close("SIGKILL");
  await expect(page.locator("#lost")).toHaveText(/^The server does not answer\. These figures are of \d\d:\d\d:\d\d\.$/);
  await server.open();
  await expect(page.locator("#lost")).toBeHidden({ timeout: 15_000 });
});
