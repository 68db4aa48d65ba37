// More than three thousand shapes: they are painted on a canvas, and everything is as on a smaller map.
import { expect, test, type Page } from "@playwright/test";
import { country, report } from "../benches/country.ts";
import { Server, complaints, live, reached } from "../server.ts";

const land = country(3_100);
let server: Server;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await Server.start(23, { ...land, list: land.lists[0][0] });
  await server.send(server.length);
});
test.afterAll(() => server.remove());

const place = (row: number) => `#map a[data-at][data-row="${row}"]`;

async function open(page: Page, tail = ""): Promise<void> {
  await page.goto(`${server.page}${tail}`);
  await live(page);
  await expect(page.locator(".map-canvas")).toBeAttached();
  await expect.poll(() => colours(page, 0)).toMatchObject({ same: true });
}

// What is painted in the middle of a place, and whether that is its tint.
async function colours(page: Page, row: number): Promise<{ painted: string; same: boolean }> {
  return page.evaluate((selector) => {
    const link = document.querySelector<SVGAElement>(selector)!;
    const canvas = document.querySelector<HTMLCanvasElement>(".map-canvas")!;
    const path = link.querySelector("path")!;
    const { x, y, width, height } = path.getBoundingClientRect();
    const box = canvas.getBoundingClientRect();
    const [right, down] = [(x + width / 2 - box.x) * devicePixelRatio, (y + height / 2 - box.y) * devicePixelRatio];
    const painted = [...canvas.getContext("2d")!.getImageData(Math.round(right), Math.round(down), 1, 1).data.slice(0, 3)];
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = link.style.getPropertyValue("--tint");
    const tint = getComputedStyle(probe).color.match(/\d+/g)!.slice(0, 3).map(Number);
    probe.remove();
    return { painted: painted.join(), same: painted.every((part, at) => Math.abs(part - tint[at]) <= 3) };
  }, place(row));
}

// A place large enough that a pixel of it is its own colour.
async function large(page: Page): Promise<number> {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll<SVGAElement>("#map a[data-at]")];
    const size = (link: Element) => Math.min(...(({ width, height }) => [width, height])(link.querySelector("path")!.getBoundingClientRect()));
    return Number(links.sort((a, b) => size(b) - size(a))[0].dataset.row);
  });
}

test("the shapes are painted, and a report paints its own again", async ({ page }) => {
  const errors = complaints(page);
  await open(page);
  expect(await page.locator("#map a[data-at]").count()).toBe(3_100);
  await expect(page.locator(`${place(0)} > path`)).toBeHidden();
  const row = await large(page);
  const before = await colours(page, row);
  expect(before.same).toBe(true);
  const unit = land.units.find(({ id }) => id === `u${String(row).padStart(4, "0")}`)!;
  const [most, least] = [Math.max(...unit.votes), Math.min(...unit.votes)];
  const votes = unit.votes.map((votes) => (votes === most ? 0 : votes === least ? most * 3 : votes));
  await server.post([report({ ...unit, votes, registered: unit.registered * 5 }, 5)]);
  await reached(page, server.seq);
  await expect.poll(() => colours(page, row)).toMatchObject({ same: true });
  expect((await colours(page, row)).painted).not.toBe(before.painted);
  expect(errors).toEqual([]);
});

test("another figure, another drawing and a closer look are painted too", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  const row = await large(page);
  const before = (await colours(page, row)).painted;
  await page.locator('[data-map="4"]').click();
  await expect.poll(() => colours(page, row)).toMatchObject({ same: true });
  expect((await colours(page, row)).painted).not.toBe(before);
  await page.locator('[data-zoom="in"]').click();
  await page.locator('[data-zoom="in"]').click();
  await page.locator(place(row)).focus();
  await page.keyboard.press("ArrowRight");
  const next = await page.evaluate(() => Number((document.activeElement as HTMLElement).dataset.row));
  await expect.poll(() => colours(page, next)).toMatchObject({ same: true });
  await page.locator('[data-drawing="2"]').click();
  await expect.poll(() => colours(page, next)).toMatchObject({ same: true });
});

test("a mouse and the keys find the places, which are links with names", async ({ page }) => {
  await open(page);
  const row = await large(page);
  await page.locator("#map").scrollIntoViewIfNeeded();
  const box = (await page.locator(`${place(row)} > path`).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator("#card")).toBeVisible();
  await expect(page.locator(`${place(row)} > path`)).toBeVisible();
  const name = await page.locator(place(row)).getAttribute("aria-label");
  expect(name!.startsWith((await page.locator('[data-cell~="place-name"]').textContent())!)).toBe(true);
  expect(name).toMatch(/leads by|level/);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator(".crumb-here")).toHaveText(/^Place \d+$/);
  await page.goBack();
  await live(page);
  await page.locator(place(row)).focus();
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.row)).not.toBe(String(row));
});

test("nothing is wrong for those who hear the page, and on paper the shapes themselves are drawn", async ({ page }) => {
  await open(page);
  // axe needs minutes for thousands of links; smaller maps, whose elements are the same, are held to it.
  await expect(page.locator(".map-canvas")).toHaveAttribute("aria-hidden", "true");
  await expect(page.locator("#map a[data-at]:not([aria-label*=': '])")).toHaveCount(0);
  await expect(page.locator('#map a[tabindex="0"]')).toHaveCount(1);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".map-canvas")).toBeHidden();
  await expect(page.locator(`${place(0)} > path`)).toBeVisible();
});

test("where the system chooses the colours, nothing is painted", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(server.page);
  await live(page);
  await expect(page.locator(".map-canvas")).toHaveCount(0);
});
