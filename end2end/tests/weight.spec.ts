// What a page weighs, as it travels: at the end of the rehearsal night, when the page says the most.
import { expect, test, type Response } from "@playwright/test";
import { Server, live, reached } from "../server.ts";

const KILO = 1_000;
let server: Server;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await Server.start(22);
  await server.send(server.length);
});
test.afterAll(() => server.remove());

type Part = { name: string; bytes: number };

async function weigh(response: Response): Promise<Part> {
  const { responseBodySize, responseHeadersSize } = await response.request().sizes();
  return { name: new URL(response.url()).pathname, bytes: responseBodySize + responseHeadersSize };
}

const sum = (parts: Part[]) => parts.reduce((sum, part) => sum + part.bytes, 0);

for (const width of [390, 1440]) {
  test(`the contest's page is light at ${width} pixels, asks nobody else and leaves nothing behind`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const responses: Response[] = [];
    // The first answer of each address: the browser asks again for what it keeps, and the service worker for its copies.
    page.on("response", (response) => {
      if (!responses.some((known) => known.url() === response.url())) responses.push(response);
    });
    await page.goto(server.page);
    await live(page);
    await reached(page, server.seq);
    await page.waitForLoadState("load");
    await Promise.all(responses.map((response) => response.finished()));
    const others = responses.filter((response) => new URL(response.url()).origin !== server.base);
    expect(others.map((response) => response.url())).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    for (const response of responses) expect((await response.allHeaders())["set-cookie"]).toBeUndefined();
    const parts = await Promise.all(responses.map(weigh));
    const client = parts.filter((part) => /^\/pkg\/.*\.(wasm|js)$/.test(part.name));
    const [html] = parts.filter((part) => part.name.startsWith("/e/"));
    const readable = parts.filter((part) => !client.includes(part));
    console.log(`  ${width} px: html ${html.bytes}, first readable view ${sum(readable)}, wasm and glue ${sum(client)} bytes`);
    expect(html.bytes).toBeLessThan(30 * KILO);
    expect(sum(readable), JSON.stringify(readable)).toBeLessThan(150 * KILO);
    expect(client).toHaveLength(2);
    expect(sum(client)).toBeLessThan(110 * KILO + 1_000);
    await context.close();
  });
}
