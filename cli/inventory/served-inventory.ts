import { readFileSync } from "node:fs";
import type { ReadInventory } from "@eks-pod-secrets/sandbox";
import { type LandingZone, parseInventory } from "eks-pod-secrets/grant";
import { parse } from "yaml";
import { includedFiles } from "../../stacks/inventory-files";
import { stackPlan } from "../../stacks/stack-plan";

/** The sections that are read here. The programs check the whole inventory. */
interface Inventory {
  organization?: { id?: string; managementAccount?: string };
  accounts?: Record<string, { id: string; region?: string }>;
}

/** What the sandbox needs of an inventory, even one with mistakes. */
export const servedInventory: ReadInventory = (file) => {
  const text = readFileSync(file, "utf8");
  const { files: included } = includedFiles({ file, text });
  const parts = [text, ...included.map((part) => part.text)].map(
    (part) => parse(part) as Inventory,
  );
  const declared = Object.entries(merged(parts.map(({ accounts }) => accounts)));
  const { id, managementAccount } = merged(parts.map(({ organization }) => organization));
  const members = declared.map(([, { id }]) => String(id));
  return {
    accounts: declared.map(([name, { id, region }]) => ({ name, id: String(id), region })),
    ...(id !== undefined && { organization: { id, managementAccount, accounts: members } }),
    stacks: (account) => {
      const parsed = parseInventory(text, file, [], included);
      return "problems" in parsed ? [] : stacksOf(parsed.landingZone, account);
    },
  };
};

function merged<T>(sections: (T | undefined)[]): T {
  return Object.assign({}, ...sections);
}

function stacksOf(zone: LandingZone, account: string): string[] {
  return stackPlan(zone)
    .filter((stack) => stack.account.name === account)
    .map(({ name }) => name);
}
