import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { archiveOf } from "../archive.mjs";
import { run } from "../run.mjs";

/** Go has no registry: it fetches a module by its tag in the repository. */
export function pack({ source, packed, schema, licence }) {
  const { go, nodejs } = schema.language;
  const oldest = nodejs.dependencies["@pulumi/pulumi"].slice(1);
  const requirement = `require github.com/pulumi/pulumi/sdk/v3 v${oldest}`;
  writeFileSync(join(source, "go.mod"), `module ${go.modulePath}\n\ngo 1.24\n\n${requirement}\n`);
  copyFileSync(licence, join(source, "LICENSE"));
  run("go", ["mod", "tidy"], { cwd: source });
  run("go", ["build", "./..."], { cwd: source, env: { ...process.env, CGO_ENABLED: "0" } });
  const name = `${schema.name}-sdk-go-${schema.version}`;
  writeFileSync(join(packed, `${name}.tar.gz`), archiveOf(source, name));
}
