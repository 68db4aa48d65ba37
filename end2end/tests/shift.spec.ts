// A whole night passes on a page, from the first report to the last: nothing on it moves. Cumulative layout shift 0.00, on a phone
// and on a desktop, wherever a reader is. (`cargo xtask bench shift` does the same for five minutes, at the pace of a night.)
import { test } from "@playwright/test";
import { everywhere, still } from "../shifts.ts";
import { Server, reached } from "../server.ts";

const STEPS = 24;

test("nothing moves on a phone or a desktop while a whole night passes", async ({ browser }) => {
  test.setTimeout(300_000);
  const server = await Server.start(21);
  await server.send(1);
  try {
    const pages = await everywhere(browser, server.page);
    const step = Math.ceil(server.length / STEPS);
    for (let sent = 1; sent < server.length; sent += step) {
      await server.send(step);
      for (const { page } of pages) await reached(page, server.seq);
    }
    await still(pages);
  } finally {
    await server.remove();
  }
});
