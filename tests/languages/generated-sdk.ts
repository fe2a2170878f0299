import { join } from "node:path";

import { goProgram } from "./go-program";
import { runIn } from "./run-in";

const checkout = join(__dirname, "..", "..");
const schema = join(checkout, "sdk", "plugin", "schema.json");
const logo = join(checkout, "docs", "logo.png");

/** Writes the SDK of a language into a directory, by Pulumi's own generator. */
export async function generateSdk(
  language: "dotnet" | "go" | "java" | "nodejs" | "python",
  directory: string,
): Promise<void> {
  const generator = await goProgram("../../scripts/release/sdk-generator", "sdk-generator", ".");
  await runIn(__dirname, generator, [language, schema, logo, directory]);
}
