// Seats and calls on the page of the whole contest: what the dots and the table say together, before and after the first seats
// are shown, live and without script.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { Server, complaints, likeFresh, live, reached } from "../server.ts";
import { NOTHING, shifted, watchShifts } from "../shifts.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(8);
  await server.send(20);
});
test.afterAll(() => server.remove());

const HOUSE = 120;
const dots = (page: Page) => page.locator('#seats [data-cell^="seat"]:is(circle)');
const sentence = (page: Page) => page.locator('[data-cell="seats"]');

async function fills(page: Page): Promise<string[]> {
  return dots(page).evaluateAll((dots) => dots.map((dot) => dot.getAttribute("fill")!));
}

// Seats by list as the table says them, without those that have none.
async function table(page: Page): Promise<number[]> {
  const cells = await page.locator("#seats tbody .seats-count").allTextContents();
  return cells.map((cell) => Number(cell.replace("–", "0"))).filter((seats) => seats > 0);
}

// Seats by list as the dots show them, from left to right.
async function wedges(page: Page): Promise<number[]> {
  const lists = (await fills(page)).map((fill) => /(\d+)\)$/.exec(fill)?.[1]);
  const sizes = new Map<string, number>();
  lists.forEach((list) => list && sizes.set(list, (sizes.get(list) ?? 0) + 1));
  return [...sizes.values()];
}

async function faults(page: Page): Promise<string[]> {
  const builder = new AxeBuilder({ page }).include("#seats").include(".opening").include(".votes");
  const { violations } = await builder.withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
}

test("seats are held back, and appear on the living page as soon as enough is counted", async ({ page }) => {
  const errors = complaints(page);
  await page.goto(server.page);
  await live(page);
  await expect(dots(page)).toHaveCount(HOUSE);
  await expect(sentence(page)).toHaveText("Seats are shown when 5% of reports are counted.");
  expect(new Set(await fills(page))).toEqual(new Set(["var(--hatch)"]));
  expect(await table(page)).toEqual([]);
  await page.evaluate(() => {
    const circles = document.querySelectorAll("#seats circle[data-cell]");
    circles.forEach((circle) => ((circle as unknown as { known: boolean }).known = true));
  });
  await server.send(900);
  await reached(page, server.seq);
  await expect(sentence(page)).toHaveText(/ (has|have) \d+ of 120 seats/);
  const seats = await table(page);
  expect(seats.reduce((sum, seats) => sum + seats, 0)).toBe(HOUSE);
  expect(seats).toEqual([...seats].sort((one, other) => other - one));
  expect(await wedges(page)).toEqual(seats);
  const known = await dots(page).evaluateAll((dots) => dots.every((dot) => (dot as unknown as { known?: boolean }).known));
  expect(known).toBe(true);
  await likeFresh(page);
  expect(errors).toEqual([]);
});

test("the seats on the page are those of the interface for programs", async ({ page }) => {
  await page.goto(server.page);
  const answer = await fetch(`${server.base}/api/v1/elections/rehearsal/contests/assembly/seats`);
  expect(answer.status).toBe(200);
  const told = JSON.stringify(await answer.json());
  expect(told).toContain("quotient");
  expect((await table(page)).reduce((sum, seats) => sum + seats, 0)).toBe(HOUSE);
});

test("the next seats come in order, each with the votes that are lacking", async ({ page }) => {
  await page.goto(server.page);
  const lines = await page.locator("#seats .next:not(.is-off)").allTextContents();
  expect(lines.length).toBeGreaterThan(2);
  const lacking = lines.map((line) => Number(/lacks ([\d,]+)\svotes? for its \d+(st|nd|rd|th) seat\./.exec(line)![1].replace(",", "")));
  expect(lacking).toEqual([...lacking].sort((one, other) => one - other));
  await expect(page.locator("#seats .line:not(.is-off) .line-votes").first()).toHaveText(/votes to spare|votes short/);
  await expect(page.locator('[data-cell="line-waived"]')).toHaveText("The threshold does not apply to ZS, ÑY.");
});

test("nothing moves while seats change hands", async ({ page }) => {
  await watchShifts(page);
  await page.goto(server.page);
  await live(page);
  await page.locator("#seats").scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelector("#seats")!.scrollIntoView());
  const before = await fills(page);
  for (let batch = 0; batch < 5; batch++) {
    await server.send(60);
    await reached(page, server.seq);
  }
  await page.waitForTimeout(800);
  expect(await fills(page)).not.toEqual(before);
  expect(await wedges(page)).toEqual(await table(page));
  expect((await shifted(page)).sum).toBeLessThan(NOTHING);
});

test("a call stands under the headline and beside the name, with its grounds on demand, and its withdrawal too", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const line = page.locator('[data-cell="call"]');
  await expect(line).toHaveText(/^No call yet\./);
  await server.call({ kind: "projected", option: "ld", author: "Decision desk", basis: "The capital is counted" });
  await expect(line).toHaveText(/^Projected: Lista Deti — Decision desk, \d\d:\d\d$/);
  const tag = page.locator('#bars .bar:has-text("Lista Deti") .bar-call');
  await expect(tag).toHaveText("Projected");
  const call = page.locator(".calls-list .call").first();
  await expect(call).toBeHidden();
  await page.locator(".calls summary").click();
  await expect(call).toContainText("The capital is counted");
  await expect(page.locator("#announce")).toContainText("Projected: Lista Deti", { timeout: 17_000 });
  await server.call({ kind: "withdrawn", withdraws: server.seq, author: "Decision desk", basis: "Too early" });
  await expect(line).toHaveText(/^No call yet\./);
  await expect(call).toHaveClass(/is-withdrawn/);
  await expect(call).toContainText(/Withdrawn — Decision desk, \d\d:\d\d: Too early/);
  await expect(tag).toBeHidden();
  expect(await faults(page)).toEqual([]);
});

test("words for an element that had none go into it and nowhere else", async ({ page }) => {
  // An empty text that replaces something else leaves no node behind.
  await page.addInitScript(() =>
    addEventListener("DOMContentLoaded", () =>
      document.querySelectorAll(".call-who").forEach((element) => element.textContent!.trim() || (element.innerHTML = "<b>?</b>")),
    ),
  );
  await page.goto(server.page);
  await live(page);
  await server.call({ kind: "projected", option: "ld", author: "Decision desk", basis: "The capital is counted" });
  await reached(page, server.seq);
  await server.call({ kind: "withdrawn", withdraws: server.seq, author: "Decision desk", basis: "Too early" });
  await reached(page, server.seq);
  await likeFresh(page);
});

test("only the page of the whole contest has seats", async ({ page }) => {
  await page.goto(`${server.page}/${server.reported().place}`);
  await expect(page.locator("#seats")).toHaveCount(0);
  await expect(page.locator(".calls")).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1440]) {
    test(`the seats by axe at ${width} pixels in ${colorScheme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(server.page);
      await live(page);
      await expect(page.locator(".is-fresh")).toHaveCount(0, { timeout: 10_000 });
      expect(await faults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  }
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("the seats are all there, in Albanian too", async ({ page }) => {
    await page.goto(`${server.page}?lang=sq`);
    await expect(sentence(page)).toHaveText(/nga 120 mandate/);
    await expect(page.locator("#seats circle[data-cell]")).toHaveCount(HOUSE);
    expect((await table(page)).reduce((sum, seats) => sum + seats, 0)).toBe(HOUSE);
  });
});
