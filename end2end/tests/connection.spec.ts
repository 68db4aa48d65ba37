// What a page says and does when the way to the server is bad: never "live" when it is not, never a figure lost.
import { expect, test, type Page, type WebSocketRoute } from "@playwright/test";
import { Server, cells, complaints, likeFresh, live, reached, state } from "../server.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start(3);
  await server.send(300);
});
test.afterAll(() => server.remove());

// Frames by hand: the version, then the kind, then its fields.
const VERSION = 4;
const bye = (milliseconds: number) => Buffer.from([VERSION, 2, milliseconds & 127]);
const pace = (seconds: number) => Buffer.from([VERSION, 4, seconds]);
const ofAnotherVersion = Buffer.from([VERSION + 1, 0]);

const word = (page: Page) => page.locator("#state-word");

test("before the server has answered the page does not say live", async ({ page }) => {
  await page.routeWebSocket(/\/live/, () => undefined);
  await page.goto(server.page);
  await page.waitForTimeout(1_500);
  await expect(state(page)).toHaveAttribute("data-state", "still");
});

test("offline is said at once, the figures stay, and online heals without a reload", async ({ page, context }) => {
  await page.goto(server.page);
  await live(page);
  await page.evaluate(() => Object.assign(window, { same: true }));
  const before = await cells(page);
  await context.setOffline(true);
  await expect(state(page)).toHaveAttribute("data-state", "offline", { timeout: 1_000 });
  await expect(word(page)).toHaveText(/Offline – figures of \d\d:\d\d/);
  await server.send(40);
  await page.waitForTimeout(3_000);
  expect(await cells(page)).toEqual(before);
  await expect(state(page)).toHaveAttribute("data-state", "offline");
  await context.setOffline(false);
  await live(page);
  await reached(page, server.seq);
  await likeFresh(page);
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true);
});

test("a server that restarts says so, and the page goes on where it was", async ({ page }) => {
  const errors = complaints(page);
  await page.goto(server.page);
  await live(page);
  await server.close();
  await expect(state(page)).toHaveAttribute("data-state", /returning|reconnecting/);
  await server.open();
  await live(page);
  await server.send(10);
  await reached(page, server.seq);
  await likeFresh(page);
  expect(errors.filter((error) => !/WebSocket connection|ERR_CONNECTION_REFUSED|fetching the script/.test(error))).toEqual([]);
});

test("a busy server is not called live: the status line says how often figures come, until that is over", async ({ page }) => {
  let line: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/live/, (socket) => {
    line = socket;
    socket.connectToServer();
  });
  await page.goto(server.page);
  await live(page);
  line!.send(pace(2));
  await expect(state(page)).toHaveAttribute("data-state", "busy");
  await expect(word(page)).toHaveText("Server busy – figures every 2 seconds");
  await server.send(5);
  await reached(page, server.seq);
  await expect(state(page)).toHaveAttribute("data-state", "busy");
  line!.send(pace(0));
  await live(page);
});

test("a lost frame is noticed and healed by a snapshot on the same socket", async ({ page }) => {
  const said: string[] = [];
  let drop = false;
  let sockets = 0;
  await page.routeWebSocket(/\/live/, (socket) => {
    sockets++;
    const up = socket.connectToServer();
    socket.onMessage((message) => {
      said.push(String(message));
      up.send(message);
    });
    up.onMessage((message) => {
      if (!drop) socket.send(message);
      drop = false;
    });
  });
  await page.goto(server.page);
  await live(page);
  drop = true;
  await server.send(5);
  await page.waitForTimeout(800);
  await server.send(5);
  await reached(page, server.seq);
  await live(page);
  expect(said).toEqual(['{"snapshot":true}']);
  expect(sockets).toBe(1);
  await likeFresh(page);
});

test("a goodbye is respected and followed by a new connection", async ({ page }) => {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/live/, (socket) => {
    sockets.push(socket);
    socket.connectToServer();
  });
  await page.goto(server.page);
  await live(page);
  sockets[0].send(bye(100));
  await expect.poll(() => sockets.length).toBe(2);
  await live(page);
  await server.send(5);
  await reached(page, server.seq);
});

test("another version of the protocol reloads the page once and then says so in words", async ({ page }) => {
  let loads = 0;
  page.on("load", () => loads++);
  await page.routeWebSocket(/\/live/, (socket) => socket.send(ofAnotherVersion));
  await page.goto(server.page);
  await expect(state(page)).toHaveAttribute("data-state", "outdated");
  await expect.poll(() => loads, { timeout: 8_000 }).toBe(2);
  await expect(state(page)).toHaveAttribute("data-state", "outdated");
  await expect(word(page)).toContainText("new version");
  await page.waitForTimeout(5_000);
  expect(loads).toBe(2);
});

test("without WebSockets the same figures come as server-sent events", async ({ page }) => {
  await page.routeWebSocket(/\/live/, (socket) => socket.close());
  await page.goto(server.page);
  await live(page);
  await server.send(20);
  await reached(page, server.seq);
  await likeFresh(page);
});

test("without either the page asks every few seconds, says so, and finds back to the socket", async ({ page }) => {
  test.setTimeout(120_000);
  let blocked = true;
  await page.routeWebSocket(/\/live/, (socket) => {
    if (blocked) socket.close();
    else socket.connectToServer();
  });
  await page.route(/\/events/, (route) => route.abort());
  await page.goto(server.page);
  await expect(state(page)).toHaveAttribute("data-state", "polling", { timeout: 20_000 });
  await expect(word(page)).toHaveText("Every 5 seconds");
  await server.send(20);
  await reached(page, server.seq);
  await likeFresh(page);
  blocked = false;
  await expect(state(page)).toHaveAttribute("data-state", "live", { timeout: 75_000 });
  await server.send(5);
  await reached(page, server.seq);
});

test("a page that comes back from the browser's cache resumes", async ({ page }) => {
  await page.goto(server.page);
  await live(page);
  const show = (kind: string) =>
    page.evaluate((kind) => window.dispatchEvent(new PageTransitionEvent(kind, { persisted: true })), kind);
  await show("pagehide");
  await expect(state(page)).toHaveAttribute("data-state", "paused");
  await server.send(20);
  await show("pageshow");
  await live(page);
  await reached(page, server.seq);
});
