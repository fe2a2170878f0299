import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { checkout } from "../../packages.mjs";
import { run } from "../run.mjs";

const FOLDER = "bin/sdks/java";

/** The SDK of Java: Maven builds the same jars once more, signs them and sends them to Central. */
export function releases() {
  const text = readFileSync(join(checkout, FOLDER, "pom.xml"), "utf8");
  const { groupId, artifactId, version } = new XMLParser({ parseTagValue: false }).parse(
    text,
  ).project;
  const args = ["--batch-mode", "--file", FOLDER, "--activate-profiles", "release", "deploy"];
  const artifact = [groupId, artifactId, version].join(":");
  return [
    {
      name: artifact,
      command: ["mvn", ...args].join(" "),
      isPublished: () => isPublished(artifact),
      send: () => run("mvn", args, { cwd: checkout }),
    },
  ];
}

/** Asks Central through Maven itself. */
function isPublished(artifact) {
  const get = ["--batch-mode", "--quiet", "dependency:get", `-Dartifact=${artifact}:pom`];
  const { status, stdout } = spawnSync("mvn", [...get, "-Dtransitive=false"], {
    encoding: "utf8",
  });
  if (status !== 0 && !stdout.includes("Could not find artifact")) throw new Error(stdout);
  return status === 0;
}
