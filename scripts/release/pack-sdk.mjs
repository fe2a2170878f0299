// `node scripts/release/pack-sdk.mjs LANGUAGE`: makes what the language's registry takes from the SDK that generate-sdks.mjs has
// written, and puts it into bin/sdks/packed/LANGUAGE.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkout, readManifest } from "../packages.mjs";

const [language = ""] = process.argv.slice(2);
const output = join(checkout, "bin", "sdks");
const packed = join(output, "packed", language);
const { pack } = await import(`./sdks/${language}.mjs`);

rmSync(packed, { recursive: true, force: true });
mkdirSync(packed, { recursive: true });
try {
  pack({
    source: join(output, language),
    packed,
    schema: readManifest("sdk/plugin/schema.json"),
    licence: join(checkout, "LICENSE"),
  });
} catch (error) {
  console.error(`error: the SDK of ${language} is not packed: ${error.message}`);
  process.exitCode = 1;
}
