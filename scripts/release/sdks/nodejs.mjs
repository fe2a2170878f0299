import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "../run.mjs";

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

/** For npm. Programs that take the components as a plugin import it; others import the library itself. */
export function pack({ source, packed, licence }) {
  run(process.execPath, [compiler], { cwd: source });
  const compiled = join(source, "bin");
  for (const file of ["package.json", "README.md"]) {
    copyFileSync(join(source, file), join(compiled, file));
  }
  copyFileSync(licence, join(compiled, "LICENSE"));
  run("npm", ["pack", "--pack-destination", packed], { cwd: compiled });
}
