// A picture of every kind of page, on a phone and on a desk, by day and by night, of the rehearsal and of the nights in
// `SHOTS_NIGHTS` (a JSON list that `cargo xtask shots` makes): to be looked at, all of them.
import { test } from "@playwright/test";
import { resolve } from "node:path";
import { address, kinds, SCHOOL } from "../pages.ts";
import { live, type Night, rehearsal, school, Server } from "../server.ts";

const folder = process.env.SHOTS ?? "target/shots";
const nights: Night[] = [rehearsal, ...(JSON.parse(process.env.SHOTS_NIGHTS ?? "[]") as Night[])];
const WIDTHS = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];

for (const [at, night] of nights.entries()) {
  test(`pictures of ${night.election}`, async ({ browser }) => {
    test.setTimeout(600_000);
    const isFirst = night === rehearsal;
    const server = await (isFirst ? Server.start(30 + at, night, school) : Server.start(30 + at, night));
    try {
      if (isFirst) await server.day();
      await server.send(Math.round(server.length * 0.6));
      const { station } = server.reported();
      const place = await server.above(station);
      for (const viewport of WIDTHS) {
        for (const colorScheme of ["light", "dark"] as const) {
          const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
          for (const kind of [...kinds(night, place, station), ...(isFirst ? SCHOOL : [])]) {
            const answer = await page.goto(address(server, kind, "en"));
            // Not every election has every kind.
            if (answer?.status() === 404 && kind.name !== "not-found") continue;
            if (await page.locator("#client-data").count()) await live(page);
            // Nothing is left out because it is out of sight.
            await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
            const name = `${night.election}/${kind.name}-${viewport.width}-${colorScheme}.png`;
            await page.screenshot({ path: resolve(folder, name), fullPage: true });
          }
          await page.close();
        }
      }
    } finally {
      await server.remove();
    }
  });
}
