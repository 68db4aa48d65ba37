// A sample of what axe can find: every kind of page by all rules in English, its colours on both grounds, its names in one more
// language. (`cargo xtask bench audit` does all of it: every rule on every page, in every language, on both grounds.)
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

/** Goes to every kind of page; the language may be another one for each. */
async function walk(page: Page, language: (at: number) => string, look: (name: string, language: string) => Promise<void>) {
  // What the client makes of a page is audited in accessibility.spec.ts; here is what the server sends.
  await page.route(/\.(wasm|js)(\?|$)/, (route) => route.abort());
  for (const [at, kind] of pages().entries()) {
    await page.goto(address(server, kind, language(at)));
    await look(kind.name, language(at));
  }
}

const inEnglish = () => "en";

for (const colorScheme of ["light", "dark"] as const) {
  test(`no colours of a page are at fault, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme });
    await walk(page, inEnglish, async (name) => {
      expect.soft(await faults(page, (axe) => axe.withRules(COLOURS)), name).toEqual([]);
    });
  });
}

test("no page has another fault", async ({ page }) => {
  test.setTimeout(240_000);
  await walk(page, inEnglish, async (name) => {
    expect.soft(await faults(page, (axe) => axe.withTags(RULES).disableRules(COLOURS)), name).toEqual([]);
  });
});

// What a translation can break: the language that a page says it is in, and names. The structure is the same in all.
const NAMES = ["cat.language", "cat.name-role-value", "cat.text-alternatives"];

test("everything has a name in other languages too", async ({ page }) => {
  test.setTimeout(240_000);
  const others = LANGUAGES.filter((code) => code !== "en");
  await walk(page, (at) => others[at % others.length], async (name, language) => {
    expect.soft(await page.locator("html").getAttribute("lang"), name).toBe(language);
    expect.soft(await faults(page, (axe) => axe.withTags(NAMES)), `${name} in ${language}`).toEqual([]);
  });
});
