import { join } from "node:path";

import { goProgram } from "./go-program";
import { runIn } from "./run-in";

const schema = join(__dirname, "..", "..", "sdk", "plugin", "schema.json");

/** Writes the SDK of a language into a directory, by Pulumi's own generator. */
export async function generateSdk(
  language: "nodejs" | "python" | "go",
  directory: string,
): Promise<void> {
  const generator = await goProgram("generator", "generate-sdk", ".");
  await runIn(__dirname, generator, [language, schema, directory]);
}
