// Every kind of page, in every language, on both grounds, by all rules of axe: no fault.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { address, kinds, LANGUAGES } from "../pages.ts";
import { rehearsal, Server } from "../server.ts";

// All that axe knows for levels A and AA, its best practices and what it still tries out.
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"];

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(11);
  await server.send(900);
});
test.afterAll(() => server.remove());

function pages() {
  const { place, station } = server.reported();
  return kinds(rehearsal, place, station);
}

async function faults(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(RULES)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
}

for (const language of LANGUAGES) {
  test(`no page has a fault in ${language}`, async ({ page }) => {
    test.setTimeout(240_000);
    // What the client makes of a page is audited in accessibility.spec.ts; here is what the server sends.
    await page.route(/\.(wasm|js)$/, (route) => route.abort());
    for (const kind of pages()) {
      await test.step(kind.name, async () => {
        await page.emulateMedia({ colorScheme: "light" });
        await page.goto(address(server, kind, language));
        expect.soft(await faults(page), `${kind.name}, light`).toEqual([]);
        // Only colours differ in the dark.
        await page.emulateMedia({ colorScheme: "dark" });
        expect.soft(await faults(page, ["color-contrast", "link-in-text-block"]), `${kind.name}, dark`).toEqual([]);
      });
    }
  });
}
