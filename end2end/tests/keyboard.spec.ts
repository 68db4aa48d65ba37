// Without a mouse: every link, button and field of a page is reached by Tab in the order in which it stands, and one sees where one
// is; search and menus work by keys. (Walks over the map and sorted tables are in map.spec.ts, modes.spec.ts and table.spec.ts.)
import { expect, test, type Page } from "@playwright/test";
import { Server, live } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(25);
  await server.send(900);
});
test.afterAll(() => server.remove());

// What has the focus: its mark (which `mark` gave it), and how the focus is to be seen.
async function focused(page: Page): Promise<{ mark: string; seen: string; hidden: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const seen = (part: Element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(part);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? `${outlineWidth} ${outlineStyle}` : "";
    };
    // Shapes of the map show it by their stroke.
    const shape = element.querySelector("path");
    const stroke = element instanceof SVGElement && shape ? getComputedStyle(shape).strokeWidth : "";
    const box = element.getBoundingClientRect();
    const hidden = box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1;
    return { mark: element.dataset.walk ?? element.tagName, seen: seen(element) || (parseFloat(stroke) >= 2 ? stroke : ""), hidden };
  });
}

// Numbers everything that can have the focus, in the order of the page; gives what there is.
async function mark(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]");
    const open = [...all].filter((element) => element.tabIndex >= 0 && !element.matches(":disabled") && element.checkVisibility({ visibilityProperty: true }));
    return open.map((element, at) => (element.dataset.walk = `${at} ${element.tagName.toLowerCase()} ${(element.textContent ?? "").trim().slice(0, 30)}`));
  });
}

const READERS: [string, number, boolean][] = [["on a phone", 390, true], ["on a desktop", 1440, true], ["without script", 1440, false]];

for (const [who, width, javaScriptEnabled] of READERS) {
  test(`Tab reaches everything in its order, and shows where it is, ${who}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(server.page);
    if (javaScriptEnabled) await live(page);
    // What is large comes a frame after what is read first.
    await expect.poll(() => page.evaluate(() => document.querySelector("#places th")?.checkVisibility())).toBe(true);
    const expected = await mark(page);
    const walked: string[] = [];
    for (const name of expected) {
      await page.keyboard.press("Tab");
      const { mark, seen, hidden } = await focused(page);
      walked.push(mark);
      expect.soft(seen, `${name} does not show that it has the focus`).not.toBe("");
      expect.soft(hidden, `${name} is not in view`).toBe(false);
    }
    expect(walked).toEqual(expected);
    // And back.
    await page.keyboard.press("Shift+Tab");
    expect((await focused(page)).mark).toBe(expected.at(-2));
    await context.close();
  });
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 300; step++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${selector}`);
}

test("search by keys: the field, what it finds, another word, and an empty field", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${server.page}?lang=en`);
  await tabTo(page, '.search input[type="search"]');
  expect((await focused(page)).seen).not.toBe("");
  await page.keyboard.type("aldreva");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=aldreva/);
  const field = 'main input[type="search"]';
  await tabTo(page, field);
  expect((await focused(page)).seen).not.toBe("");
  await expect(page.locator(field)).toHaveValue("aldreva");
  // Escape clears the field; the page stays what it was until another word is sent.
  await page.keyboard.press("Escape");
  await expect(page.locator(field)).toHaveValue("");
  await page.keyboard.type("bashkimi");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=bashkimi/);
  await tabTo(page, ".found a");
  expect((await focused(page)).seen).not.toBe("");
  const name = (await page.evaluate(() => document.activeElement!.textContent!)).trim();
  expect(name).toContain("Bashkimi");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/list\/assembly\/bsh/);
});

test("on a phone the link in the head leads to the field", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${server.page}?lang=en`);
  await tabTo(page, ".search-link");
  expect((await focused(page)).seen).not.toBe("");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search/);
  await expect(page.locator('main input[type="search"]')).toBeVisible();
});

test("every fold opens and closes by Enter and Space, and what is in it follows it", async ({ page }) => {
  await page.goto(`${server.page}/${await server.above(server.reported().station)}?lang=en`);
  await live(page);
  const folds = await page.locator("details:not([open]) > summary").count();
  expect(folds).toBeGreaterThan(3);
  for (let at = 0; at < folds; at++) {
    const fold = page.locator("details:has(> summary)").nth(at);
    await fold.locator("> summary").focus();
    await page.keyboard.press("Enter");
    await expect(fold).toHaveAttribute("open", "");
    const inside = fold.locator("a[href], button:not([hidden]), textarea, input");
    if (await inside.count()) {
      await page.keyboard.press("Tab");
      expect(await fold.evaluate((fold) => fold.contains(document.activeElement))).toBe(true);
      expect((await focused(page)).seen).not.toBe("");
      await page.keyboard.press("Shift+Tab");
    }
    await page.keyboard.press("Space");
    await expect(fold).not.toHaveAttribute("open", "");
  }
});

test("language, figure, drawing, level, pin and pause are chosen by keys", async ({ page }) => {
  await page.goto(`${server.page}?lang=en`);
  await live(page);
  await tabTo(page, '#modes a[data-map="4"]');
  await page.keyboard.press("Enter");
  await expect(page.locator('#modes a[data-map="4"]')).toHaveAttribute("aria-current", "true");
  await tabTo(page, '#drawings a[data-drawing="1"]');
  await page.keyboard.press("Enter");
  await expect(page.locator("#geo")).toHaveAttribute("data-drawn", "circles");
  await tabTo(page, "[data-pin]");
  await page.keyboard.press("Space");
  await expect(page.locator("[data-pin]")).toHaveAttribute("aria-pressed", "true");
  await page.locator("#pause").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#state")).toHaveAttribute("data-state", "held");
  await page.keyboard.press("Enter");
  await live(page);
  await tabTo(page, ".places-table .choice a:not([aria-current])");
  await page.keyboard.press("Enter");
  await page.waitForURL(/level=/);
  await tabTo(page, ".languages summary");
  await page.keyboard.press("Enter");
  await tabTo(page, '.languages a[hreflang="sq"]');
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("lang", "sq");
});
