// The page without script: complete, right and usable.
import { expect, test } from "@playwright/test";
import { Server } from "../server.ts";

test.use({ javaScriptEnabled: false });

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(6);
  await server.send(900);
});
test.afterAll(() => server.remove());

test("everything that the count says is there, and every place can be reached by links", async ({ page }) => {
  await page.goto(server.page);
  await expect(page.locator('[data-cell~="headline"]')).toHaveText(/leads|ahead|level/);
  await expect(page.locator("#state-word")).toHaveText("As loaded");
  await expect(page.locator("#bars li")).toHaveCount(12);
  await expect(page.locator("#map a[data-row]")).toHaveCount(38);
  const drawn = await page.locator("#map a[data-row] path").evaluateAll(
    (paths) => paths.filter((path) => (path as SVGPathElement).getBBox().width > 0).length,
  );
  expect(drawn).toBe(38);
  expect(await page.locator("#places tbody tr[data-row]").count()).toBeGreaterThanOrEqual(38);
  await expect(page.locator("#ticker li")).toHaveCount(8);
  await page.locator("#places tbody tr[data-row] a").first().click();
  await expect(page.locator(".crumb-here")).toHaveText("Aldreva");
  await page.locator("#places tbody tr[data-row] a").first().click();
  await expect(page.locator(".crumb-here")).toContainText("room 1");
});

test("what only works with script is not offered", async ({ page }) => {
  await page.goto(server.page);
  await expect(page.locator("#map-tools")).toBeHidden();
  await expect(page.locator("#card")).toBeHidden();
  for (const button of await page.locator("th[data-sort] button").all()) await expect(button).toBeDisabled();
});
