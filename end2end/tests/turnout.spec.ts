// The page of turnout: what was said by the hour, beside the previous election, and apart from it the ballots of counted stations.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { complaints, rehearsal, Server } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(23);
  await server.day();
  await server.send(400);
});
test.afterAll(() => server.remove());

const path = (place = "") => `${server.base}/e/rehearsal/-/turnout/assembly${place}?lang=en`;
const rows = readFileSync(join(rehearsal.folder, "turnout.csv"), "utf8").trimEnd().split("\n").slice(1).map((row) => row.split(","));
const said = new Set(rows.map(([, unit]) => unit));

for (const width of [390, 1440]) {
  test(`the hours are a sentence, a drawing and a table that say the same, ${width} px`, async ({ page }) => {
    const errors = complaints(page);
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path());
    const whole = rows.filter(([, unit]) => unit === "velmara");
    const last = Number(whole.at(-1)![2]);
    const lead = page.locator(".page-lead");
    await expect(lead).toContainText(/^By 19:00, \d+\.\d% of [\d,]+ registered voters had voted\. That is \d+\.\d.points (more|less) than/);
    const drawing = page.locator("#hours svg:visible");
    await expect(drawing).toHaveCount(1);
    await expect(drawing).toHaveAttribute("aria-label", (await lead.textContent())!.trim());
    await page.locator("#hours summary").click();
    const table = page.locator("#hours tbody tr");
    await expect(table).toHaveCount(whole.length);
    await expect(table.last()).toContainText(last.toLocaleString("en"));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(errors).toEqual([]);
  });
}

test("a place of which nothing was said is not zero, in the table and on its own page", async ({ page }) => {
  await page.goto(path());
  const places = page.locator('section[aria-labelledby="hours-places-title"] tbody tr');
  const silent = places.filter({ hasText: "not published" });
  await expect(places).toHaveCount(52);
  await expect(silent).toHaveCount(52 - (said.size - 1));
  await expect(silent.filter({ hasText: /\d/ })).toHaveCount(0);
  await silent.first().getByRole("link").click();
  await expect(page.locator(".page-lead")).toContainText("No turnout by the hour has been published for this place.");
  await expect(page.locator("#hours")).toHaveCount(0);
});

test("a corrected figure shows what it was, and one that went down says so", async ({ page }) => {
  const corrected = rows.find(([, , , revision]) => revision === "2")!;
  await page.goto(path(`/${corrected[1]}`));
  await expect(page.locator(".hours-marks")).toContainText(/15:00 Corrected: [\d,]+ → [\d,]+\. one station was added twice/);
  await page.goto(path());
  await expect(page.getByText("17:00: Lower than at an earlier hour")).toHaveCount(1);
});

test("ballots of counted stations stand under a name of their own", async ({ page }) => {
  await page.goto(path());
  await expect(page.getByRole("heading", { name: "In counted stations" })).toBeVisible();
  await expect(page.locator(".turnout-lead")).toContainText("cast a ballot where votes are counted so far");
});
