// What axe finds on a page.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

// All that axe knows for levels A and AA, its best practices and what it still tries out.
export const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"];

// The faults, one line for each element; by all rules unless `choose` chooses.
export async function faults(page: Page, choose = (axe: AxeBuilder) => axe.withTags(RULES)): Promise<string[]> {
  // What is right need not be listed: on a page with thousands of elements that takes longer than the audit.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  const { violations } = await choose(axe).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
}
