import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compiledFile } from "../sandbox/instance/installation";
import { type InventorySize, inventoryText } from "./inventory";
import { median } from "./measuring/statistics";
import { printTable } from "./measuring/table";
import { repeat, type Usage, usageOf, withDirectory } from "./measuring/usage";
import { USAGE_TITLES, usageColumns } from "./measuring/usage-columns";

const SIZE: InventorySize = { accounts: 100, clusters: 40, secrets: 1_000, readers: 2_000 };

/** Ten times as much of everything. */
const TENFOLD: InventorySize = { accounts: 1_000, clusters: 400, secrets: 10_000, readers: 20_000 };

const SMALL: InventorySize = { accounts: 2, clusters: 1, secrets: 3, readers: 3 };

const RUNS = 3;

/** The verbs that read an inventory of a hundred accounts and of a thousand; `plan --against` compares with one reader less. */
export async function benchLandingZone(isSmall: boolean): Promise<void> {
  const [size, tenfoldSize] = isSmall ? [SMALL, { ...SMALL, readers: 30 }] : [SIZE, TENFOLD];
  await withDirectory(async (directory) => {
    const [once, tenfold] = [
      await usagesBySize(directory, size, isSmall ? 1 : RUNS),
      await usagesBySize(directory, tenfoldSize, 1),
    ];
    printTable(
      ["verb", ...USAGE_TITLES, "10×: processor s", "MB", "ratio"],
      [...once].map(([verb, usages]) => {
        const [large] = tenfold.get(verb) ?? [];
        const processor = median(usages.map(({ processorSeconds }) => processorSeconds));
        return [
          verb,
          ...usageColumns(usages),
          large?.processorSeconds.toFixed(1) ?? "",
          large?.peakMegabytes.toFixed(0) ?? "",
          ((large?.processorSeconds ?? NaN) / processor).toFixed(1),
        ];
      }),
    );
    const written = (name: string, type: string) =>
      [size, tenfoldSize].map(({ readers }) =>
        (statSync(join(directory, `${name}-${readers}.${type}`)).size / 1e6).toFixed(1),
      );
    printTable(
      ["file", "MB", "10×: MB"],
      [
        ["page", ...written("page", "html")],
        ["picture", ...written("picture", "svg")],
      ],
    );
  });
}

async function usagesBySize(
  directory: string,
  size: InventorySize,
  runs: number,
): Promise<Map<string, Usage[]>> {
  const file = (name: string) => join(directory, name);
  const [now, old] = [file(`${size.readers}.yaml`), file(`${size.readers}-old.yaml`)];
  writeFileSync(now, inventoryText(size));
  writeFileSync(old, inventoryText({ ...size, readers: size.readers - 1 }));
  const verbs: [string, string[]][] = [
    ["check", ["check", now]],
    ["plan", ["plan", "--inventory", now]],
    ["plan --against", ["plan", "--inventory", now, "--against", old]],
    ["report", ["report", "--inventory", now, "--out", file(`page-${size.readers}.html`)]],
    ["graph", ["graph", "--inventory", now, "--out", file(`picture-${size.readers}.svg`)]],
  ];
  const usages = new Map<string, Usage[]>();
  for (const [verb, args] of verbs) {
    usages.set(verb, await repeat(runs, () => usageOf(compiledFile("cli/main.js"), args)));
  }
  return usages;
}
