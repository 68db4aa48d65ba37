// Following: pins stay on the device, rows are filled and compared there, and without network the last pages are still there.
import { expect, test } from "@playwright/test";
import { Server } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(14);
  await server.send(600);
});
test.afterAll(() => server.remove());

test("a pinned place has its row, says what changed since, and can be let go", async ({ page }) => {
  await page.goto(server.page);
  const pin = page.locator("[data-pin]");
  await pin.click();
  await expect(pin).toHaveAttribute("aria-pressed", "true");

  await page.goto(`${server.base}/following`);
  await expect(page.locator(".brief")).toHaveCount(1);
  await expect(page.locator(".brief-share")).not.toBeEmpty();
  await expect(page.locator(".brief-change")).toBeEmpty();

  await server.send(300);
  await page.reload();
  await expect(page.locator(".brief-change")).not.toBeEmpty();

  await page.locator("[data-unpin]").click();
  await expect(page.locator("#pins-empty")).toBeVisible();
  await page.reload();
  await expect(page.locator("#pins-empty")).toBeVisible();
  await expect(page.locator(".brief")).toHaveCount(0);
});

test("nothing is asked and nothing is told before the reader wants it", async ({ page }) => {
  await page.addInitScript(() => {
    Notification.requestPermission = () => {
      document.documentElement.dataset.asked = "1";
      return Promise.resolve("default");
    };
  });
  await page.goto(`${server.base}/following`);
  await expect(page.locator("html")).not.toHaveAttribute("data-asked", "1");
  const button = page.locator("#notify");
  if (await button.isEnabled()) {
    await button.click();
    await expect(page.locator("html")).toHaveAttribute("data-asked", "1");
  }
});

test("without network a visited page is there with its time, another one says honestly that it is not", async ({ page, context }) => {
  await page.goto(server.page);
  await page.waitForFunction(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).match(location.href)));
    return kept.some(Boolean) && navigator.serviceWorker.controller?.state === "activated";
  });
  // A browser that has just installed a worker is not at once able to be without network.
  await page.waitForTimeout(2_000);
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator(".status-last")).toContainText(/\d\d:\d\d/);
  await page.goto(`${server.base}/e/none/at-all`);
  await expect(page.locator("h1")).toHaveText("No connection");
  await context.setOffline(false);
  await page.goto(server.page);
  await expect(page.locator("h1")).not.toHaveText("No connection");
});

test("figures' own addresses are never kept", async ({ page }) => {
  await page.goto(server.page);
  await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith("pages-")));
  const kept = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.filter((path) => /^\/(api|live|events)/.test(path))).toEqual([]);
});
