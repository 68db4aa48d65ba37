// Every kind of page, in every language, on both grounds, by all rules of axe, colours included: thousands of rules' verdicts
// that the ordinary test (audit.spec.ts) takes a sample of.
import { expect, test } from "@playwright/test";
import { faults } from "../audit.ts";
import { address, kinds, LANGUAGES, SCHOOL } from "../pages.ts";
import { rehearsal, school, Server } from "../server.ts";

const SCHEMES = ["light", "dark"] as const;

test("all rules on every page, in every language, by day and by night", async ({ browser }) => {
  test.setTimeout(3_600_000);
  const server = await Server.start(24, rehearsal, school);
  const count = { pages: 0, violations: 0 };
  try {
    await server.day();
    await server.send(900);
    const { place, station } = server.reported();
    const pages = [...kinds(rehearsal, place, station), ...SCHOOL];
    for (const language of LANGUAGES) {
      for (const colorScheme of SCHEMES) {
        const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
        const page = await context.newPage();
        // What the client makes of a page is audited in accessibility.spec.ts; here is what the server sends.
        await page.route(/\.(wasm|js)(\?|$)/, (route) => route.abort());
        for (const kind of pages) {
          await page.goto(address(server, kind, language));
          expect.soft(await page.locator("html").getAttribute("lang"), kind.name).toBe(language);
          const found = await faults(page);
          expect.soft(found, `${kind.name} in ${language}, ${colorScheme}`).toEqual([]);
          found.forEach((fault) => console.log(`  ${kind.name} in ${language}, ${colorScheme}: ${fault}`));
          count.pages += 1;
          count.violations += found.length;
        }
        await context.close();
        console.log(`  ${language}, ${colorScheme}: ${count.pages} audits so far, ${count.violations} violations`);
      }
    }
    const matrix = `${pages.length} kinds of page × ${LANGUAGES.length} languages × ${SCHEMES.length} grounds`;
    console.log(`\n  ${matrix} = ${count.pages} audits: ${count.violations} violations`);
  } finally {
    await server.remove();
  }
});
