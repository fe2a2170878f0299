import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../run.mjs";
import { projectObjectModel } from "./pom.mjs";

/**
 * Jars of classes, sources and documentation for Maven Central. The generated build is Gradle's; ours is Maven's, whose plugin for
 * Central is Central's own. What the code needs, the generated build says.
 */
export function pack({ source, packed, schema, licence }) {
  const build = readFileSync(join(source, "build.gradle"), "utf8");
  const dependencies = [...build.matchAll(/implementation\("(.+):(.+):(.+)"\)/g)].map(
    ([, groupId, artifactId, version]) => ({ groupId, artifactId, version }),
  );
  writeFileSync(join(source, "pom.xml"), projectObjectModel(schema, dependencies));
  writeResources(join(source, "src", "main", "resources"), schema, licence);
  run("mvn", ["--batch-mode", "--quiet", "clean", "package"], { cwd: source });
  const target = join(source, "target");
  for (const jar of readdirSync(target).filter((file) => file.endsWith(".jar"))) {
    copyFileSync(join(target, jar), join(packed, jar));
  }
  copyFileSync(join(source, "pom.xml"), join(packed, `${schema.name}-${schema.version}.pom`));
}

/** The licence, and where the generated code reads its version, and Pulumi the plugin that it needs. */
function writeResources(resources, { name, version, language: { java } }, licence) {
  const folder = join(resources, ...java.basePackage.split("."), name);
  for (const directory of [folder, join(resources, "META-INF")]) {
    mkdirSync(directory, { recursive: true });
  }
  copyFileSync(licence, join(resources, "META-INF", "LICENSE"));
  writeFileSync(join(folder, "version.txt"), version);
  writeFileSync(join(folder, "plugin.json"), JSON.stringify({ resource: true, name, version }));
}
