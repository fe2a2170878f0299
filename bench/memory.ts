import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compiledFile } from "../sandbox/instance/installation";
import { crossAccountText, readerName } from "./inventory";
import { printTable } from "./measuring/table";
import { usageOf, withDirectory } from "./measuring/usage";

/** Numbers of grants to prove. */
const SIZES = [1_000, 10_000];

/**
 * Measures a first proof, and the next proof after one role has changed. It does the same for the comparison with the first inventory.
 * `check` is the base line, because it proves nothing.
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
        // The changed inventory gives access to a role of a new name, which the comparison refutes.
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
