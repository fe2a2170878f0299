// `node scripts/release/generate-sdks.mjs` writes the SDK of every language into bin/sdks, in a folder named after the language.
// Pulumi's generators make it from sdk/plugin/schema.json. Needs Go.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../packages.mjs";
import { run } from "./run.mjs";

const output = join(checkout, "bin", "sdks");
const generator = join(checkout, "scripts", "release", "sdk-generator");
const schema = join(checkout, "sdk", "plugin", "schema.json");
const logo = join(checkout, "docs", "logo.png");

rmSync(output, { recursive: true, force: true });
for (const language of ["dotnet", "go", "java", "nodejs", "python"]) {
  const args = [language, schema, logo, join(output, language)];
  run("go", ["run", "-trimpath", "-buildvcs=false", ".", ...args], {
    cwd: generator,
    env: { ...process.env, CGO_ENABLED: "0" },
  });
}
