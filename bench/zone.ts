import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compiledFile } from "../sandbox/instance/installation";
import { inventoryText, secretName } from "./inventory";
import { printTable } from "./measuring/table";
import { usageOf, withDirectory } from "./measuring/usage";

const FULL = { accounts: 1_000, clusters: 400, secrets: 10_000, readers: 20_000 };
const SMALL = { accounts: 3, clusters: 1, secrets: 2, readers: 2 };

/** Measures the reading of an inventory of 1,000 accounts, and its comparison with one in which one reader reads another secret too. */
export async function benchZone(isSmall: boolean): Promise<void> {
  const size = isSmall ? SMALL : FULL;
  await withDirectory(async (directory) => {
    const [before, after] = [join(directory, "before.yaml"), join(directory, "after.yaml")];
    const alsoReads = (reader: number) => (reader === 0 ? [1] : []);
    writeFileSync(before, inventoryText(size));
    writeFileSync(after, inventoryText({ ...size, alsoReads }));
    const row = async (title: string, args: string[], proofs = "off") => {
      const variables = { EKS_POD_SECRETS_PROOFS: proofs };
      const spent = await usageOf(compiledFile("cli/main.js"), args, variables);
      const figures = [spent.seconds, spent.processorSeconds].map((one) => one.toFixed(1));
      return [title, ...figures, spent.peakMegabytes.toFixed(0)];
    };
    const proofs = join(directory, "proofs");
    printTable(
      [`${size.accounts} accounts, ${size.readers} readers`, "elapsed s", "processor s", "peak MB"],
      [
        await row("check", ["check", "--inventory", after]),
        await row("plan", ["plan", "--inventory", after]),
        await row("plan --against", ["plan", "--inventory", after, "--against", before]),
        await row("prove", ["prove", "--inventory", before], proofs),
        await row(
          `prove, ${secretName(1)} read by one more`,
          ["prove", "--inventory", after],
          proofs,
        ),
      ],
    );
  });
}
