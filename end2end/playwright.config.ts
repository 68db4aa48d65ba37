// The browser tests run against the server that `cargo xtask build` made; `cargo xtask test --browser` does both. With BENCH set
// the benchmarks run instead (`cargo xtask bench paint`), with SHOTS the pages have their pictures taken (`cargo xtask shots`).
import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

// A browser of the system where there is one; otherwise the one that `npx playwright install chromium` has downloaded.
const browsers = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const port = Number(process.env.E2E_PORT ?? 3911);
const root = resolve(import.meta.dirname, "..");
const server = process.env.NIGHTCOUNT ?? resolve(root, "target/demo/nightcount");

const pictures = Boolean(process.env.SHOTS);

export default defineConfig({
  testDir: pictures ? "./shots" : process.env.BENCH ? "./benches" : "./tests",
  testMatch: pictures ? "*.shots.ts" : process.env.BENCH ? "*.bench.ts" : "*.spec.ts",
  outputDir: "target/results",
  snapshotPathTemplate: "{testDir}/transcripts/{arg}{ext}",
  timeout: 30_000,
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: "target/report.json" }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browsers.find((file) => file !== "" && existsSync(file)),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  // A night that is played beside it would take its share of what is measured.
  webServer: process.env.BENCH === "client" ? undefined : {
    command: `"${server}" demo --listen 127.0.0.1:${port}`,
    cwd: root,
    url: `http://127.0.0.1:${port}/healthz`,
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    env: {
      LEPTOS_OUTPUT_NAME: "client",
      LEPTOS_SITE_ROOT: process.env.LEPTOS_SITE_ROOT ?? resolve(root, "target/site"),
      LEPTOS_SITE_PKG_DIR: "pkg",
      LEPTOS_HASH_FILES: "true",
    },
  },
});
