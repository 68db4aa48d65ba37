// What the map shows: seven figures, three drawings. Every name says the figure that the API has, also after changes.
import { expect, test, type Page } from "@playwright/test";
import { Server, complaints, live, reached } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(11);
  await server.send(900);
});
test.afterAll(() => server.remove());

const MODES = ["leader", "margin", "share", "swing", "turnout", "counted", "age"];
const shapes = (page: Page) => page.locator("#map a[data-at]");
const mode = (page: Page, name: string) => page.locator(`#modes a[data-map="${MODES.indexOf(name)}"]`);
const drawing = (page: Page, at: number) => page.locator(`#drawings a[data-drawing="${at}"]`);
const drawn = (page: Page) => page.locator("#geo").getAttribute("data-drawn");
const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const paths = (page: Page) => page.locator("#map a[data-at] > path").evaluateAll((all) => all.map((path) => path.getAttribute("d")!));
const names = (page: Page) => shapes(page).evaluateAll((all) => all.map((shape) => shape.getAttribute("aria-label")!));

// The figures of each place as the API gives them.
async function places(): Promise<{ name: string; expected: number; of: (column: string) => number }[]> {
  const html = await (await fetch(`${server.page}?lang=en`)).text();
  const address = html.match(/href="(\/api\/v1\/elections\/[^"]*\?level=[^"]*)"/)![1].replaceAll("&amp;", "&");
  const data = await (await fetch(server.base + address)).json();
  return data.rows.map((row: { name: string; expected: number; figures: number[] }) => ({
    name: row.name,
    expected: row.expected,
    of: (column: string) => row.figures[data.columns.indexOf(column)],
  }));
}

const percent = (part: number, whole: number) => `${((Math.floor((part * 2000 + whole) / (whole * 2))) / 10).toFixed(1)}%`;
const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16);

// What the name of a counted place must say.
function said(name: string, place: { expected: number; of: (column: string) => number }): RegExp {
  switch (name) {
    case "turnout":
      return new RegExp(`turnout ${percent(place.of("ballots"), place.of("registered")).replace(".", "\\.")}`);
    case "counted":
      return new RegExp(`${place.of("completed")} of ${place.expected} `);
    case "age":
      return new RegExp(`last report at ${clock(place.of("last_at"))}`);
    default:
      return /./;
  }
}

async function agrees(page: Page, name: string): Promise<void> {
  const labels = await names(page);
  let compared = 0;
  for (const place of await places()) {
    const label = labels.find((label) => label.startsWith(`${place.name}:`));
    if (!label || place.of("completed") === 0) continue;
    expect(label).toMatch(said(name, place));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(5);
}

test("each figure has its legend and its names, and both follow the count", async ({ page }) => {
  const wrong = complaints(page);
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  const seen = new Set<string>();
  for (const name of MODES) {
    await mode(page, name).click();
    await expect(mode(page, name)).toHaveAttribute("aria-current", "true");
    expect(search(page).map ?? "leader").toBe(name);
    await expect(page.locator("#legend")).toHaveClass(new RegExp(`is-${name}`));
    seen.add(await page.locator(".legend-title").innerText());
    const steps = await page.locator(".legend-step:not(.is-off)").allInnerTexts();
    expect(steps.length).toBe(name === "swing" ? 7 : 5);
    expect(steps.every((step) => /\d/.test(step))).toBe(true);
    await agrees(page, name);
    await server.send(10);
    await reached(page, server.seq);
    await agrees(page, name);
  }
  expect(seen.size).toBe(MODES.length);
  expect(wrong).toEqual([]);
});

test("the share of a list is its votes of all votes, and another list is a click in the legend", async ({ page }) => {
  await page.goto(`${server.page}?lang=en&map=share&list=bsh`);
  await live(page);
  for (const list of ["bsh", "pb"]) {
    const labels = await names(page);
    for (const place of await places()) {
      const label = labels.find((label) => label.startsWith(`${place.name}:`));
      if (!label || place.of("valid") === 0) continue;
      const said = Number(label.match(/([\d.]+)%/)![1]);
      expect(Math.abs(said - (place.of(list) / place.of("valid")) * 100)).toBeLessThan(0.11);
    }
    if (list === "bsh") {
      await page.locator("#legend .key:not(.is-off) a").filter({ hasText: /^PB$/i }).click();
      await expect.poll(() => search(page).list).toBe("pb");
    }
  }
});

test("what is not counted looks and sounds uncounted in every figure", async ({ page }) => {
  const empty = await Server.start(12);
  try {
    for (const name of MODES) {
      await page.goto(`${empty.page}?lang=en&map=${name}`);
      const open = page.locator("#map a[data-at].is-open");
      expect(await open.count()).toBe(await shapes(page).count());
      for (const style of await open.evaluateAll((all) => all.map((shape) => shape.getAttribute("style")))) {
        expect(style).toContain("--tint:var(--empty)");
      }
      await expect(open.first()).toHaveAttribute("aria-label", /nothing counted|0 of/);
    }
  } finally {
    await empty.remove();
  }
});

test("an address says what the map shows, for the server and for the browser alike", async ({ page, browser }) => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const without = await plain.newPage();
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  for (const name of MODES) {
    await mode(page, name).click();
    await without.goto(page.url());
    expect(await names(without)).toEqual(await names(page));
    expect(await without.locator(".legend-title").innerText()).toBe(await page.locator(".legend-title").innerText());
    await expect(mode(without, name)).toHaveAttribute("aria-current", "true");
  }
  // Without script the links lead there.
  await mode(without, "turnout").click();
  expect(search(without).map).toBe("turnout");
  await drawing(without, 1).click();
  expect(search(without)).toMatchObject({ map: "turnout", view: "circles" });
  expect((await paths(without)).every((path) => path.includes("a"))).toBe(true);
  await plain.close();
});

test("who goes on to another place sees the same there", async ({ page }) => {
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  await mode(page, "turnout").click();
  await shapes(page).first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".crumb-here")).not.toHaveText("Velmara");
  expect(search(page).map).toBe("turnout");
});

test("one key passes from land to circles to hexagons, with the same links, and the device remembers", async ({ page }) => {
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  const land = await paths(page);
  const before = await names(page);
  await shapes(page).first().focus();
  await page.keyboard.press("v");
  await expect.poll(() => drawn(page)).toBe("circles");
  await expect.poll(async () => (await paths(page)).every((path) => path.includes("a"))).toBe(true);
  expect(search(page).view).toBe("circles");
  await page.keyboard.press("v");
  await expect.poll(() => drawn(page)).toBe("hex");
  await expect.poll(async () => (await paths(page)).every((path) => path.split(" ").length === 12)).toBe(true);
  expect(await names(page)).toEqual(before);
  const row = await page.evaluate(() => document.activeElement?.getAttribute("data-row"));
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-row"))).not.toBe(row);
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  expect(await drawn(page)).toBe("hex");
  await drawing(page, 0).click();
  await expect.poll(() => paths(page)).toEqual(land);
  expect(search(page).view).toBeUndefined();
});

test("circles do not overlap, and the larger electorate has the larger circle", async ({ page }) => {
  await page.goto(`${server.page}?lang=en&view=circles`);
  const at = await shapes(page).evaluateAll((all) => all.map((shape) => shape.getAttribute("data-at")!.split(" ").map(Number)));
  for (const [one, [, , x, y, radius]] of at.entries())
    for (const [, , otherX, otherY, other] of at.slice(one + 1))
      expect(Math.hypot(x - otherX, y - otherY)).toBeGreaterThan(radius + other - 0.5);
});

test("who wants no motion gets none", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  const steps = await page.evaluate(async () => {
    const seen = new Set<string>();
    const path = document.querySelector("#map a[data-at] > path")!;
    const observer = new MutationObserver(() => seen.add(path.getAttribute("d")!));
    observer.observe(path, { attributes: true });
    (document.querySelector('#drawings a[data-drawing="1"]') as HTMLElement).click();
    await new Promise((done) => setTimeout(done, 700));
    return seen.size;
  });
  expect(steps).toBe(1);
});

test("who has nothing against motion sees the shapes pass", async ({ page }) => {
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  const steps = await page.evaluate(async () => {
    const seen = new Set<string>();
    const path = document.querySelector("#map a[data-at] > path")!;
    const observer = new MutationObserver(() => seen.add(path.getAttribute("d")!));
    observer.observe(path, { attributes: true });
    (document.querySelector('#drawings a[data-drawing="1"]') as HTMLElement).click();
    await new Promise((done) => setTimeout(done, 1500));
    return seen.size;
  });
  expect(steps).toBeGreaterThan(3);
});

test("choosing moves nothing on the page", async ({ page }) => {
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  const top = () => page.locator("#map").evaluate((map) => map.getBoundingClientRect().top + scrollY);
  const before = await top();
  for (const name of MODES) {
    await mode(page, name).click();
    expect(await top()).toBe(before);
  }
});

test("the map of the last report's age grows older while nothing comes", async ({ page, context }) => {
  await server.correct(server.reported().station, "ld", 41, "counted again", new Date().toISOString().replace(/\.\d+/, ""));
  await page.clock.install();
  await page.goto(`${server.page}?map=age`);
  await live(page);
  const tints = () => shapes(page).evaluateAll((all) => all.map((shape) => (shape as HTMLElement).style.getPropertyValue("--tint")));
  expect(await tints()).toContain("var(--seq-5)");
  await context.setOffline(true);
  await page.clock.fastForward("06:00");
  await expect.poll(tints).not.toContain("var(--seq-5)");
  await context.setOffline(false);
});
