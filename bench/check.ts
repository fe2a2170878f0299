import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkoutDirectory, compiledFile } from "../sandbox/instance/checkout";
import { inventoryText } from "./inventory";
import { printTable } from "./measuring/table";
import { type Usage, usageOf } from "./measuring/usage";
import { USAGE_TITLES, usageColumns } from "./measuring/usage-columns";

const RUNS = 7;

/** `eks-pod-secrets check`, on the reference inventory and on that of a large landing zone. */
export async function benchCheck(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-bench-"));
  const large = join(directory, "large.yaml");
  writeFileSync(
    large,
    inventoryText({ accounts: 100, clusters: 40, secrets: 1_000, readers: 2_000 }),
  );
  try {
    printTable(
      ["check", ...USAGE_TITLES],
      [
        await measured("2 readers", join(checkoutDirectory(), "landing-zone.yaml")),
        await measured("2,000 readers, 1,000 secrets, 100 accounts", large),
      ],
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function measured(title: string, inventory: string): Promise<string[]> {
  const usages: Usage[] = [];
  for (let run = 0; run < RUNS; run++) {
    usages.push(await usageOf(compiledFile("cli/main.js"), ["check", inventory]));
  }
  return [title, ...usageColumns(usages)];
}
