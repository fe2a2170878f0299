import { strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { renameSync } from "node:fs";
import { join } from "node:path";

import { revisionOf } from "../../../cli/inventory/revision";
import { filesIn, withFiles } from "../support";

describe("the revision of an inventory that cannot be told", () => {
  const files = { "zone.yaml": "", "more.yaml": "" };

  /** The revision of these files, the first of which is in an empty repository. */
  const revision = async (names: string[]) => {
    const directory = filesIn(files);
    const repository = join(directory, "repository");
    execFileSync("git", ["init", "--quiet", repository]);
    renameSync(join(directory, "zone.yaml"), join(repository, "zone.yaml"));
    return revisionOf(names.map((name) => join(directory, name)));
  };

  it("says that there is no repository", async () => {
    strictEqual(await revision(["more.yaml"]), "no Git repository holds the inventory");
  });

  it("names a file that is outside of the repository", async () => {
    const reason = String(await revision(["repository/zone.yaml", "more.yaml"]));
    strictEqual(
      reason.replace(/[^ ]*\/more/, "more"),
      "the Git repository of the inventory does not hold more.yaml",
    );
  });

  it("repeats what Git says of anything else", async () => {
    strictEqual(
      await revision(["repository/zone.yaml"]),
      "Git does not tell it: fatal: Needed a single revision",
    );
  });

  it("says that Git is not installed", async () => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      strictEqual(
        await withFiles(files, (directory) => revisionOf([join(directory, "more.yaml")])),
        "Git is not installed",
      );
    } finally {
      process.env.PATH = PATH;
    }
  });
});
