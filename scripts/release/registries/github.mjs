import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout, readManifest } from "../../packages.mjs";
import { run } from "../run.mjs";

const FOLDERS = ["bin/packages", "bin/sdks/packed/go"];

/** The release on GitHub, with the packages, the plugin's archives and the bills of materials. */
export function releases() {
  const tag = `v${readManifest("package.json").version}`;
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(checkout, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(folder, entry.name)),
  );
  const create = ["release", "create", tag, "--verify-tag", "--generate-notes"];
  const upload = ["release", "upload", tag, "--clobber", ...files];
  return [
    {
      name: `the release ${tag}`,
      command: `gh ${create.join(" ")}`,
      isPublished: () => spawnSync("gh", ["release", "view", tag], { cwd: checkout }).status === 0,
      send: () => run("gh", create, { cwd: checkout }),
    },
    {
      name: `what the release ${tag} holds`,
      command: `gh ${upload.join(" ")}`,
      // Sent once more: an upload may have ended half way.
      isPublished: () => false,
      send: () => run("gh", upload, { cwd: checkout }),
    },
  ];
}
