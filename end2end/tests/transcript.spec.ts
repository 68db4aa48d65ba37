// What a screen reader finds on each kind of page, as a transcript that is kept beside the test: headings, landmarks, links,
// tables, names of shapes, in their order. `cargo xtask bless --browser` writes them anew.
import { expect, test } from "@playwright/test";
import { address, kinds, SCHOOL } from "../pages.ts";
import { rehearsal, school, Server } from "../server.ts";

test.use({ javaScriptEnabled: false });

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(12, rehearsal, school);
  await server.day();
  await server.send(900);
});
test.afterAll(() => server.remove());

function pages() {
  const { place, station } = server.reported();
  return [...kinds(rehearsal, place, station), ...SCHOOL];
}

// The server's own clock, its epoch and the port differ from run to run.
function steady(transcript: string): string {
  return transcript
    .replace(/127\.0\.0\.1:\d+/g, "HOST")
    .replace(/as of \d+ \w+ \d{4}/g, "as of DAY")
    .replace(/\b[0-9a-f]{16,64}\b/g, "HASH")
    .replace(/\b\d{2}:\d{2}(:\d{2})?\b/g, "HH:MM");
}

test("each kind of page reads as it is written down", async ({ page }) => {
  test.setTimeout(120_000);
  for (const kind of pages()) {
    await page.goto(address(server, kind, "en"));
    const transcript = steady(await page.locator("body").ariaSnapshot());
    expect.soft(transcript).toMatchSnapshot(`${kind.name}.yml`);
  }
});
