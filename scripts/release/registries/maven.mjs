import { readFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { checkout } from "../../packages.mjs";
import { run } from "../run.mjs";

const FOLDER = "bin/sdks/java";
const CENTRAL = "https://repo1.maven.org/maven2";

/** The SDK of Java: Maven builds the same jars once more, signs them and sends them to Central. */
export function releases() {
  const text = readFileSync(join(checkout, FOLDER, "pom.xml"), "utf8");
  const { groupId, artifactId, version } = new XMLParser({ parseTagValue: false }).parse(
    text,
  ).project;
  const args = ["--batch-mode", "--file", FOLDER, "--activate-profiles", "release", "deploy"];
  const folder = [...groupId.split("."), artifactId, version].join("/");
  return [
    {
      name: [groupId, artifactId, version].join(":"),
      command: ["mvn", ...args].join(" "),
      isPublished: async () => {
        const address = `${CENTRAL}/${folder}/${artifactId}-${version}.pom`;
        const { ok, status } = await fetch(address, { method: "HEAD" });
        if (!ok && status !== 404) throw new Error(`${address} answered ${status}`);
        return ok;
      },
      send: () => run("mvn", args, { cwd: checkout }),
    },
  ];
}
