import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkoutDirectory, compiledFile } from "../sandbox/instance/checkout";
import { type InventorySize, inventoryText } from "./inventory";
import { printTable } from "./measuring/table";
import { repeat, usageOf, withDirectory } from "./measuring/usage";
import { USAGE_TITLES, usageColumns } from "./measuring/usage-columns";

const RUNS = 7;
const LARGE: InventorySize = { accounts: 100, clusters: 40, secrets: 1_000, readers: 2_000 };
const SMALL: InventorySize = { accounts: 2, clusters: 1, secrets: 3, readers: 3 };

/** `eks-pod-secrets check`, on the reference inventory and on that of a large landing zone. */
export async function benchCheck(isSmall: boolean): Promise<void> {
  const size = isSmall ? SMALL : LARGE;
  const runs = isSmall ? 1 : RUNS;
  await withDirectory(async (directory) => {
    const large = join(directory, "large.yaml");
    writeFileSync(large, inventoryText(size));
    printTable(
      ["check", ...USAGE_TITLES],
      [
        await measured("2 readers", join(checkoutDirectory(), "landing-zone.yaml"), runs),
        await measured(sizeTitle(size), large, runs),
      ],
    );
  });
}

async function measured(title: string, inventory: string, runs: number): Promise<string[]> {
  const check = () => usageOf(compiledFile("cli/main.js"), ["check", inventory]);
  return [title, ...usageColumns(await repeat(runs, check))];
}

function sizeTitle({ accounts, readers, secrets }: InventorySize): string {
  const [r, s] = [readers, secrets].map((count) => count.toLocaleString("en-US"));
  return `${r} readers, ${s} secrets, ${accounts} accounts`;
}
