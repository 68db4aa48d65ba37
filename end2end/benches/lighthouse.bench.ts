// What Lighthouse says of the contest's page in the middle of a night, as a phone and as a desktop see it.
import { expect, test } from "@playwright/test";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { Server } from "../server.ts";

const LEAST = 98;
// Whatever else the machine does makes a visit worse, never better: the best of so many counts.
const VISITS = 3;
const DEVICES: Record<string, string[]> = { phone: [], desktop: ["--preset=desktop"] };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

type Audit = { title: string; score: number | null; displayValue?: string };
type Report = {
  environment: { benchmarkIndex: number };
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
};

const PORT = 23;
// Search engines want whole addresses, so the server must know its own.
process.env.NIGHTCOUNT_PUBLIC_URL = `http://127.0.0.1:${Number(process.env.E2E_PORT ?? 3911) + PORT}`;

const folder = resolve(import.meta.dirname, "../lighthouse");
const run = promisify(execFile);

async function look(address: string, device: string, browser: string | undefined): Promise<Report> {
  const output = resolve(import.meta.dirname, `../target/lighthouse/${device}.json`);
  mkdirSync(resolve(output, ".."), { recursive: true });
  const words = [address, "--quiet", "--output=json", `--output-path=${output}`, "--chrome-flags=--headless=new --no-sandbox --disable-gpu", `--only-categories=${CATEGORIES.join(",")}`];
  const env = { ...process.env, ...(browser && { CHROME_PATH: browser }) };
  await run("node", [resolve(folder, "node_modules/lighthouse/cli/index.js"), ...words, ...DEVICES[device]], { env });
  return JSON.parse(readFileSync(output, "utf8"));
}

// What costs points, by category.
function faults({ categories, audits }: Report): string[] {
  return Object.entries(categories).flatMap(([name, { auditRefs }]) => {
    const lost = auditRefs.filter(({ id, weight }) => weight > 0 && (audits[id].score ?? 1) < 1);
    return lost.map(({ id }) => `${name}: ${audits[id].title}${audits[id].displayValue ? ` (${audits[id].displayValue})` : ""}, ${audits[id].score}`);
  });
}

const scores = ({ categories }: Report) => CATEGORIES.map((name) => Math.round((categories[name].score ?? 0) * 100));

// Visits until one is good, else the best.
async function best(address: string, device: string, browser: string | undefined): Promise<Report> {
  let found: Report | undefined;
  for (let visit = 0; visit < VISITS; visit++) {
    const report = await look(address, device, browser);
    if (!found || Math.min(...scores(report)) > Math.min(...scores(found))) found = report;
    if (Math.min(...scores(found)) >= LEAST) break;
  }
  return found!;
}

test("every category of Lighthouse", async ({ launchOptions }) => {
  test.setTimeout(900_000);
  const server = await Server.start(PORT);
  try {
    await server.send(Math.round(server.length * 0.6));
    // Once without counting: the server has the page ready then, as on any night.
    await (await fetch(server.page)).text();
    for (const device of Object.keys(DEVICES)) {
      const report = await best(server.page, device, launchOptions.executablePath);
      const told = scores(report).map((score, at) => `${CATEGORIES[at]} ${score}`);
      // How fast Lighthouse finds the machine: a quiet one has 1,500 and more, and with much less the performance is the machine's.
      console.log(`\n  ${device.padEnd(8)} ${told.join(", ")} (machine ${Math.round(report.environment.benchmarkIndex)})`);
      faults(report).forEach((fault) => console.log(`    ${fault}`));
      for (const [at, score] of scores(report).entries()) expect.soft(score, `${device}: ${CATEGORIES[at]}`).toBeGreaterThanOrEqual(LEAST);
    }
  } finally {
    await server.remove();
  }
});
