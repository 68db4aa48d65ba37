// Every kind of page by the rules of axe that can find something else there: all rules once, colours on both grounds, names in
// every language. (`cargo xtask bench audit` does all of it: every rule on every page, in every language, on both grounds.)
import { expect, test, type Page } from "@playwright/test";
import { faults, RULES } from "../audit.ts";
import { address, kinds, LANGUAGES, SCHOOL } from "../pages.ts";
import { rehearsal, school, Server } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(11, rehearsal, school);
  await server.day();
  await server.send(900);
});
test.afterAll(() => server.remove());

function pages() {
  const { place, station } = server.reported();
  return [...kinds(rehearsal, place, station), ...SCHOOL];
}

// Rules about colours, which are the same in every language and the only ones that differ in the dark.
const COLOURS = ["color-contrast", "link-in-text-block"];

async function walk(page: Page, language: string, look: (name: string) => Promise<void>): Promise<void> {
  // What the client makes of a page is audited in accessibility.spec.ts; here is what the server sends.
  await page.route(/\.(wasm|js)(\?|$)/, (route) => route.abort());
  for (const kind of pages()) {
    await page.goto(address(server, kind, language));
    await look(kind.name);
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no colours of a page are at fault, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme });
    await walk(page, "en", async (name) => {
      expect.soft(await faults(page, (axe) => axe.withRules(COLOURS)), name).toEqual([]);
    });
  });
}

test("no page has another fault", async ({ page }) => {
  test.setTimeout(240_000);
  await walk(page, "en", async (name) => {
    expect.soft(await faults(page, (axe) => axe.withTags(RULES).disableRules(COLOURS)), name).toEqual([]);
  });
});

// What a translation can break: the language that a page says it is in, and names. The structure is the same in all.
const NAMES = ["cat.language", "cat.name-role-value", "cat.text-alternatives"];

for (const language of LANGUAGES.filter((code) => code !== "en")) {
  test(`everything has a name in ${language}`, async ({ page }) => {
    test.setTimeout(240_000);
    await walk(page, language, async (name) => {
      expect.soft(await page.locator("html").getAttribute("lang"), name).toBe(language);
      expect.soft(await faults(page, (axe) => axe.withTags(NAMES)), name).toEqual([]);
    });
  });
}
