// The map by mouse, by keyboard and by finger.
import { expect, test, type Page } from "@playwright/test";
import { Server, live, rowOf } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(4);
  await server.send(900);
});
test.afterAll(() => server.remove());

const shapes = (page: Page) => page.locator("#map a[data-at]");
const card = (page: Page) => page.locator("#card");

// The place that has the focus, by its row.
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-row"));

async function middle(page: Page, row: string): Promise<{ x: number; y: number }> {
  await page.locator("#map").scrollIntoViewIfNeeded();
  return page.locator(`#map a[data-at][data-row="${row}"]`).evaluate((shape) => {
    const svg = shape.closest("svg") as SVGSVGElement;
    const point = new DOMPoint(...shape.getAttribute("data-at")!.split(" ").map(Number).slice(0, 2));
    const { x, y } = point.matrixTransform(svg.getScreenCTM()!);
    return { x, y };
  });
}

test("arrow keys walk over the map, the card follows, Enter goes down and Escape comes up again", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  await expect(page.locator('#map a[tabindex="0"]')).toHaveCount(1);
  await shapes(page).first().focus();
  const seen = new Set<string | null | undefined>([await focused(page)]);
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"]) {
    await page.keyboard.press(key);
    const row = await focused(page);
    seen.add(row);
    const name = await page.locator(`#map a[data-at][data-row="${row}"]`).getAttribute("aria-label");
    await expect(card(page)).toBeVisible();
    expect(name!.startsWith((await page.locator('[data-cell~="place-name"]').textContent())!)).toBe(true);
  }
  expect(seen.size).toBeGreaterThan(3);
  const place = await page.locator('[data-cell~="place-name"]').textContent();
  await page.keyboard.press("Enter");
  await expect(page.locator(".crumb-here")).toHaveText(place!);
  await live(page);
  const map = shapes(page);
  if ((await map.count()) > 0) {
    await map.first().focus();
    await page.keyboard.press("Escape");
    await page.waitForURL((url) => !url.pathname.endsWith(place!));
  }
});

test("the letters of a map are as high as those of a note, however wide or high its land is", async ({ page }) => {
  for (const [width, height] of [[390, 844], [1440, 900], [1920, 1080]]) {
    await page.setViewportSize({ width, height });
    for (const address of [server.page, `${server.page}/R4`]) {
      await page.goto(address);
      const heights = await page.locator(".map-labels text").evaluateAll((labels) =>
        labels.map((label) => parseFloat(getComputedStyle(label).fontSize) * (label as SVGTextElement).getScreenCTM()!.a));
      expect(heights.length).toBeGreaterThan(0);
      expect(Math.min(...heights), `${address} at ${width}`).toBeGreaterThan(10.5);
    }
  }
});

test("Escape on the map of a region goes up to the country", async ({ page }) => {
  await page.goto(`${server.page}/R1`);
  await live(page);
  await shapes(page).first().focus();
  await page.keyboard.press("Escape");
  await expect(page.locator(".crumb-here")).toHaveText("Velmara");
});

test("a mouse over a place shows its figures without moving the page, a click goes there", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const at = await middle(page, "0");
  const inSight = () =>
    page.locator("main section").evaluateAll((sections) => {
      const boxes = sections.filter((section) => section.id !== "card").map((section) => section.getBoundingClientRect());
      return boxes.filter((box) => box.top < innerHeight).map((box) => [box.top, box.left]);
    });
  const before = await inSight();
  await page.mouse.move(at.x, at.y);
  await expect(card(page)).toBeVisible();
  await expect(page.locator('[data-cell~="place-name"]')).toHaveText("Aldreva");
  await expect(page.locator('[data-cell~="place-counted"]')).toContainText(/\d+ of \d+/);
  expect(await inSight()).toEqual(before);
  await page.mouse.click(at.x, at.y);
  await expect(page.locator(".crumb-here")).toHaveText("Aldreva");
});

test("the card counts on while its place is chosen", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const { station, place } = server.reported();
  const row = await rowOf(page, place);
  await page.locator(`#map a[data-at][data-row="${row}"]`).focus();
  const votes = page.locator("#card .place-votes").first();
  const before = await page.locator("#card").innerText();
  await server.correct(station, "bsh", 110, "counted again");
  await expect.poll(() => page.locator("#card").innerText()).not.toBe(before);
  await expect(votes).toBeVisible();
});

test("buttons, keys and the wheel with a modifier zoom, a drag moves, and a drag is not a click", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const width = () => page.locator("#map").evaluate((map) => Number(map.getAttribute("viewBox")!.split(" ")[2]));
  const left = () => page.locator("#map").evaluate((map) => Number(map.getAttribute("viewBox")!.split(" ")[0]));
  const whole = await width();
  await page.locator('[data-zoom="in"]').click();
  expect(await width()).toBeLessThan(whole);
  await page.locator('[data-zoom="all"]').click();
  expect(await width()).toBeCloseTo(whole, 1);
  const at = await middle(page, "0");
  await page.mouse.move(at.x, at.y);
  const scrolled = () => page.evaluate(() => window.scrollY);
  const before = await scrolled();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  await expect.poll(width).toBeLessThan(whole - 1);
  expect(await scrolled()).toBe(before);
  const from = await left();
  await page.mouse.down();
  await page.mouse.move(at.x - 60, at.y, { steps: 5 });
  await page.mouse.up();
  expect(await left()).toBeGreaterThan(from);
  await expect(page.locator(".crumb-here")).toHaveText("Velmara");
  await page.keyboard.press("Escape");
});

test.describe("by finger", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a tap shows a place first, a second tap goes there", async ({ page }) => {
    await page.goto(server.page);
    await live(page);
    await page.locator("#map").scrollIntoViewIfNeeded();
    // The widest place: nothing else is within a finger's reach of its middle.
    const row = await page.locator("#map").evaluate((map) => {
      const places = [...map.querySelectorAll("a[data-at]")];
      const at = (place: Element) => place.getAttribute("data-at")!.split(" ").map(Number);
      const distance = (one: Element, other: Element) => Math.hypot(...[0, 1].map((axis) => at(one)[axis] - at(other)[axis]));
      const alone = (one: Element) => Math.min(...places.filter((other) => other !== one).map((other) => distance(one, other)));
      return places.sort((one, other) => alone(other) - alone(one))[0].getAttribute("data-row")!;
    });
    const at = await middle(page, row);
    await page.touchscreen.tap(at.x, at.y);
    await expect(card(page)).toBeInViewport();
    await expect(page.locator(".crumb-here")).toHaveText("Velmara");
    const name = await page.locator('[data-cell~="place-name"]').textContent();
    await page.touchscreen.tap(at.x, at.y);
    await expect(page.locator(".crumb-here")).toHaveText(name!);
  });

  test("a tap between small places offers those within reach as links", async ({ page }) => {
    await page.goto(server.page);
    await live(page);
    await page.locator("#map").scrollIntoViewIfNeeded();
    const at = await page.locator("#map").evaluate((map) => {
      const matrix = (map as unknown as SVGSVGElement).getScreenCTM()!;
      const points = [...map.querySelectorAll("a[data-at]")].map((shape) =>
        new DOMPoint(...shape.getAttribute("data-at")!.split(" ").map(Number).slice(0, 2)).matrixTransform(matrix),
      );
      let best = { gap: Infinity, x: 0, y: 0 };
      for (const one of points)
        for (const other of points) {
          const gap = Math.hypot(one.x - other.x, one.y - other.y);
          if (one !== other && gap < best.gap) best = { gap, x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
        }
      return best;
    });
    await page.touchscreen.tap(at.x, at.y);
    const links = page.locator("#card-near a");
    await expect(links.first()).toBeInViewport();
    expect(await links.count()).toBeGreaterThan(1);
    for (const link of await links.all()) expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    const name = await links.first().textContent();
    await links.first().tap();
    await expect(page.locator(".crumb-here")).toHaveText(name!);
  });
});
