import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compiledFile } from "../sandbox/instance/installation";
import { crossAccountText, readerName } from "./inventory";
import { printTable } from "./measuring/table";
import { usageOf, withDirectory } from "./measuring/usage";

/** Grants that are proved. */
const SIZES = [1_000, 10_000];

/**
 * What the first proof takes, and the next one when one of the roles has changed; the same of what changes in access since the first
 * inventory; beside `check`, which proves nothing.
 */
export async function benchMemory(isSmall: boolean): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const grants of isSmall ? [2] : SIZES) {
    await withDirectory(async (directory) => {
      const text = crossAccountText(grants);
      const [inventory, changed] = [join(directory, "a.yaml"), join(directory, "b.yaml")];
      const role = `roleName: ${readerName(1)}\n`;
      writeFileSync(inventory, text);
      writeFileSync(changed, text.replace(role, role.replace("\n", "-other\n")));
      const spent = async (verb: string, file: string, ...more: string[]) => {
        const variables = { EKS_POD_SECRETS_PROOFS: join(directory, "proofs") };
        const args = [verb, "--inventory", file, ...more];
        // Who has the role's new name gains.
        const code = file === changed && more.length > 0 ? 1 : 0;
        return (await usageOf(compiledFile("cli/main.js"), args, variables, code)).processorSeconds;
      };
      const seconds = [
        await spent("check", changed),
        await spent("prove", inventory),
        await spent("prove", changed),
        await spent("prove", inventory, "--against", inventory),
        await spent("prove", changed, "--against", inventory),
      ];
      rows.push([`${grants} grants`, ...seconds.map((one) => one.toFixed(2))]);
    });
  }
  const columns = [
    "check",
    "first proof",
    "one role changed",
    "first --against",
    "one role changed",
  ];
  printTable(["processor s", ...columns], rows);
}
