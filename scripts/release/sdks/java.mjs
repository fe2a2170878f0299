import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../run.mjs";
import { projectObjectModel } from "./pom.mjs";

/**
 * Jars of classes, sources and documentation for Maven Central. The generated build is Gradle's; ours is Maven's, whose plugin for
 * Central is Central's own. What the code needs, the generated build says.
 */
export function pack({ source, packed, schema }) {
  const build = readFileSync(join(source, "build.gradle"), "utf8");
  const dependencies = [...build.matchAll(/implementation\("(.+):(.+):(.+)"\)/g)].map(
    ([, groupId, artifactId, version]) => ({ groupId, artifactId, version }),
  );
  writeFileSync(join(source, "pom.xml"), projectObjectModel(schema, dependencies));
  writeResources(source, schema);
  run("mvn", ["--batch-mode", "--quiet", "clean", "package"], { cwd: source });
  const target = join(source, "target");
  for (const jar of readdirSync(target).filter((file) => file.endsWith(".jar"))) {
    copyFileSync(join(target, jar), join(packed, jar));
  }
  copyFileSync(join(source, "pom.xml"), join(packed, `${schema.name}-${schema.version}.pom`));
}

/** Where the generated code reads its version, and Pulumi the plugin that it needs. */
function writeResources(source, { name, version, language: { java } }) {
  const folder = join(source, "src", "main", "resources", ...java.basePackage.split("."), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "version.txt"), version);
  writeFileSync(join(folder, "plugin.json"), JSON.stringify({ resource: true, name, version }));
}
