import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../cli/terminal/errors";
import { compiledFile, installationDirectory } from "../sandbox/instance/installation";
import { type InventorySize, inventoryText } from "./inventory";
import { printTable, USAGE_TITLES, usageColumns } from "./measuring/table";
import { repeat, usageOf, withDirectory } from "./measuring/usage";

const RUNS = 7;
const LARGE: InventorySize = { accounts: 100, clusters: 40, secrets: 1_000, readers: 2_000 };
/** Numbers of mistakes in one inventory. The cost must grow in proportion to them. */
const MISTAKES = [25_000, 50_000];
const SMALL: InventorySize = { accounts: 2, clusters: 1, secrets: 3, readers: 3 };

/** Measures `eks-pod-secrets check` on the reference inventory and on the inventory of a large landing zone. */
export async function benchCheck(isSmall: boolean): Promise<void> {
  const size = isSmall ? SMALL : LARGE;
  const runs = isSmall ? 1 : RUNS;
  await withDirectory(async (directory) => {
    const large = join(directory, "large.yaml");
    writeFileSync(large, inventoryText(size));
    const wrong = [];
    for (const mistakes of isSmall ? [2] : MISTAKES) {
      const file = join(directory, `${mistakes}-mistakes.yaml`);
      writeFileSync(file, mistakenText(mistakes));
      wrong.push(
        await measured(`${mistakes.toLocaleString("en-US")} mistakes`, file, 1, exitCodes.error),
      );
    }
    printTable(
      ["check", ...USAGE_TITLES],
      [
        await measured("2 readers", join(installationDirectory(), "landing-zone.yaml"), runs),
        await measured(sizeTitle(size), large, runs),
        ...wrong,
      ],
    );
  });
}

async function measured(
  title: string,
  inventory: string,
  runs: number,
  code: number = exitCodes.ok,
): Promise<string[]> {
  const check = () => usageOf(compiledFile("cli/main.js"), ["check", inventory], {}, code);
  return [title, ...usageColumns(await repeat(runs, check))];
}

/** An inventory in which every reader has a mistake: it misspells a secret's name. There are as many correct names as readers. */
function mistakenText(mistakes: number): string {
  const numbers = Array.from({ length: mistakes }, (_, number) => number);
  return [
    'accounts: { a: { id: "111111111111", region: us-east-1 } }',
    "clusters: { c: { account: a, existing: true } }",
    "secrets:",
    ...numbers.map((number) => `  secret-${number}: { account: a }`),
    "readers:",
    ...numbers.map(
      (number) =>
        `  r-${number}: { cluster: c, namespace: n, serviceAccount: s-${number}, reads: [secrte-${number}] }`,
    ),
    "",
  ].join("\n");
}

function sizeTitle({ accounts, readers, secrets }: InventorySize): string {
  const [r, s] = [readers, secrets].map((count) => count.toLocaleString("en-US"));
  return `${r} readers, ${s} secrets, ${accounts} accounts`;
}
