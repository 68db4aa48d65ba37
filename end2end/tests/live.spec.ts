// What a page does while the count goes on: it says what a freshly loaded one would say, and touches nothing else.
import { expect, test } from "@playwright/test";
import { Server, cells, complaints, likeFresh, live, reached, rowOf, state, writeOut } from "../server.ts";
import { NOTHING, shifted, watchShifts } from "../shifts.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(2);
  await server.send(400);
});
test.afterAll(() => server.remove());

test("a page follows the count and ends with the figures of a fresh one, without an error", async ({ page }) => {
  const errors = complaints(page);
  await page.goto(server.page);
  await live(page);
  for (let batch = 0; batch < 4; batch++) {
    await server.send(25);
    await reached(page, server.seq);
  }
  await likeFresh(page);
  expect(errors).toEqual([]);
});

test("a report changes its own row, its own shape and the whole, and every element stays the same one", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const { station, place } = server.reported();
  await writeOut(page);
  await page.evaluate(() => {
    const touched = new Set<string>();
    const cells = document.querySelectorAll("[data-cell]");
    cells.forEach((element) => ((element as unknown as { known: boolean }).known = true));
    const watch = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const { keys } = element?.closest("[data-cell]") as unknown as { keys?: string } ?? {};
        (keys ?? "").split(" ").forEach((key) => touched.add(key));
      }
    });
    watch.observe(document.querySelector("main")!, { subtree: true, childList: true, characterData: true, attributes: true });
    Object.assign(window, { touched, cells: cells.length });
  });
  await server.correct(station, "ld", 23, "counted again");
  await reached(page, server.seq);
  await page.waitForTimeout(200);
  const row = await rowOf(page, place);
  const touched = await page.evaluate(() => [...(window as unknown as { touched: Set<string> }).touched]);
  const rows = new Set(touched.map((key) => /^[rm](\d+)/.exec(key)?.[1]).filter(Boolean));
  expect([...rows]).toEqual([row]);
  expect(touched).toContain("fig-valid");
  const same = await page.evaluate(() => {
    const known = [...document.querySelectorAll("[data-cell]")].filter((element) => (element as unknown as { known?: boolean }).known);
    return known.length === (window as unknown as { cells: number }).cells;
  });
  expect(same).toBe(true);
});

test("nothing on the page moves while figures come in", async ({ page }) => {
  await watchShifts(page);
  await page.goto(server.page);
  await live(page);
  for (let batch = 0; batch < 5; batch++) {
    await server.send(30);
    await reached(page, server.seq);
  }
  await page.waitForTimeout(1_500);
  expect((await shifted(page)).sum).toBeLessThan(NOTHING);
});

test("what changed is marked for a moment and then rests", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  await server.send(10);
  await reached(page, server.seq);
  await expect(page.locator('[data-cell$="-votes"].is-fresh').first()).toBeAttached();
  await expect(page.locator(".status .is-fresh")).toHaveCount(0);
  await expect(page.locator(".is-fresh")).toHaveCount(0, { timeout: 4_000 });
});

test("the ticker has the newest report first, and a correction says old, new and why", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const lines = page.locator("#ticker li");
  const height = await page.locator("#ticker").evaluate((list) => list.getBoundingClientRect().height);
  const { station } = server.reported();
  await server.correct(station, "ld", 31, "two bundles were swapped");
  await reached(page, server.seq);
  await expect(lines.first()).toHaveClass(/is-correction/);
  await expect(lines.first()).toHaveAttribute("data-seq", String(server.seq));
  await expect(lines.first().locator('[data-part="mark"]')).toHaveText("Correction");
  await expect(lines.first().locator('[data-part="detail"]')).toHaveText(/LD\s\d+\s→\s31/);
  await expect(lines.first().locator('[data-part="why"]')).toContainText("two bundles were swapped");
  await server.send(30);
  await reached(page, server.seq);
  await expect(lines).toHaveCount(8);
  await expect(lines.first()).toHaveAttribute("data-seq", String(server.seq));
  expect(await page.locator("#ticker").evaluate((list) => list.getBoundingClientRect().height)).toBe(height);
});

test("a page that nobody sees is not painted, and catches up at once", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const hide = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await hide(true);
  await page.waitForTimeout(100);
  const before = await page.locator('[data-cell~="seq"]').textContent();
  await server.send(20);
  await page.waitForTimeout(1_500);
  expect(await page.locator('[data-cell~="seq"]').textContent()).toBe(before);
  await hide(false);
  const after = Number((await page.locator('[data-cell~="seq"]').textContent())!.replace(/\D/g, ""));
  expect(after).toBe(server.seq);
});

test("rows keep their places under a pointer and take new ones when it leaves", async ({ page }) => {
  const { station } = server.reported();
  await page.goto(`${server.page}/${station}`);
  await live(page);
  const bar = page.locator('#bars li:has(b:text-is("FQ"))');
  const place = () => bar.evaluate((row) => /--after-big:\d+;--after-small:\d+/.exec(row.getAttribute("style")!)![0]);
  const before = await place();
  await page.locator("#bars").hover({ position: { x: 20, y: 20 } });
  await server.correct(station, "fq", 90, "found under the table");
  await reached(page, server.seq);
  await expect(bar.locator('[data-cell$="-votes"]')).toHaveText("90");
  expect(await place()).toBe(before);
  await page.mouse.move(1, 1);
  await expect.poll(place).not.toBe(before);
  await likeFresh(page, 50);
});

test("no line of the ticker and none of the closest places becomes another one under a pointer", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const lines = () => page.locator("#ticker li").evaluateAll((all) => all.map((line) => (line as HTMLElement).dataset.seq));
  const near = () => page.locator("#near").innerText();
  const before = { lines: await lines(), near: await near() };
  await page.locator("#ticker").hover();
  await server.send(40);
  await reached(page, server.seq);
  expect(await lines()).toEqual(before.lines);
  await page.locator("#near").hover();
  await expect.poll(lines).not.toEqual(before.lines);
  const held = await near();
  await server.send(40);
  await reached(page, server.seq);
  expect(await near()).toBe(held);
  await page.mouse.move(1, 1);
  await likeFresh(page);
});

test("nothing moves under a finger, and everything has moved a moment after it", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const first = () => page.locator("#ticker li").first().getAttribute("data-seq");
  const before = await first();
  await page.evaluate(() => window.dispatchEvent(new Event("touchstart")));
  await server.send(10);
  await reached(page, server.seq);
  expect(await first()).toBe(before);
  await page.evaluate(() => window.dispatchEvent(new Event("touchend")));
  await expect.poll(first).not.toBe(before);
  await likeFresh(page);
});

test("a reader's pause holds all figures, says so in words, counts what waits and goes on in one step", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  await expect(state(page)).toHaveAttribute("data-state", "held");
  const held = await cells(page);
  const at = server.seq;
  await expect(page.locator("#why")).toContainText(`Paused at report ${at.toLocaleString("en")}`);
  await server.send(30);
  await expect(page.locator("#state-word")).toHaveText(`Paused – ${server.seq - at} reports wait`);
  await expect(page.locator("#announce")).toContainText("Paused at report", { timeout: 5_000 });
  expect(await cells(page)).toEqual(held);
  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await live(page);
  await reached(page, server.seq);
  await expect(page.locator("#why")).toBeHidden();
  await likeFresh(page);
});

test("a screen reader hears of ordinary progress at most every twenty seconds, in words", async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto(server.page);
  await live(page);
  await page.evaluate(() => {
    const said: [number, string][] = [];
    const region = document.querySelector("#announce")!;
    new MutationObserver(() => said.push([performance.now(), region.textContent!])).observe(region, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { said });
  });
  for (let batch = 0; batch < 14; batch++) {
    await server.send(40);
    await page.waitForTimeout(3_300);
  }
  const said = await page.evaluate(() => (window as unknown as { said: [number, string][] }).said);
  expect(said.length).toBeGreaterThan(0);
  const ordinary = (words: string) => /^\d+ more reports?\. /.test(words);
  for (let at = 1; at < said.length; at++) {
    const pause = said[at][0] - said[at - 1][0];
    expect(pause, said[at][1]).toBeGreaterThan(ordinary(said[at][1]) ? 19_000 : 2_400);
  }
  expect(said.filter(([, words]) => ordinary(words)).every(([, words]) => /counted/.test(words))).toBe(true);
});

test.describe("without a service worker, whose requests a test cannot answer", () => {
  test.use({ serviceWorkers: "block" });

  test("figures that are newer than the page they come to are shown at once, and what cannot be had is asked for again", async ({ page }) => {
    const errors = complaints(page);
    let asked = 0;
    await page.route(/figures=/, async (route) => {
      asked += 1;
      if (asked === 1) return route.fulfill({ status: 503, body: "" });
      const { station } = server.reported();
      await server.correct(station, "ld", 31 + asked, "counted again");
      await expect.poll(async () => (await (await fetch(server.page)).text()).includes(`-${server.seq}"`)).toBe(true);
      await route.continue();
    });
    await page.goto(server.page);
    await live(page);
    expect(asked).toBe(2);
    await reached(page, server.seq);
    await likeFresh(page);
    expect(errors.filter((text) => !text.includes("503"))).toEqual([]);
  });
});
