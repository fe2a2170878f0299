import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../packages.mjs";
import { run } from "../run.mjs";

const FOLDERS = ["bin/packages", "bin/sdks/packed/nodejs"];

/** Every package of this project, with npm's provenance. */
export function releases() {
  const tarballs = FOLDERS.flatMap((folder) =>
    readdirSync(join(checkout, folder))
      .filter((file) => file.endsWith(".tgz"))
      .map((file) => join(folder, file)),
  );
  return tarballs.map((tarball) => {
    const manifest = run("tar", ["-xzOf", join(checkout, tarball), "package/package.json"]);
    const { name, version } = JSON.parse(manifest);
    // Without the dot, npm takes a path for a repository on GitHub.
    const args = ["publish", "--provenance", "--access", "public", `./${tarball}`];
    return {
      name: `${name}@${version}`,
      command: ["npm", ...args].join(" "),
      isPublished: () => isPublished(`${name}@${version}`),
      send: () => run("npm", args, { cwd: checkout }),
    };
  });
}

function isPublished(spec) {
  const { status, stdout, stderr } = spawnSync("npm", ["view", spec, "version"], {
    encoding: "utf8",
  });
  if (status === 0) return stdout.trim() !== "";
  if (stderr.includes("E404")) return false;
  throw new Error(`npm view ${spec} ended with ${status}:\n${stderr}`);
}
