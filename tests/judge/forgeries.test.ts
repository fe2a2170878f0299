import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { crossAccountDocuments } from "../proof/cross-account-documents";
import { certify } from "./checker";
import { JUDGES_FOLDER } from "./judge";

describe("forged certificates", () => {
  const directory = mkdtempSync(join(tmpdir(), "forged-"));
  after(() => rmSync(directory, { recursive: true }));

  it("are refused, each of them", async () => {
    await certify(directory, crossAccountDocuments(), {});
    const { status, stderr } = spawnSync("python3", ["-m", "unittest", "forgeries"], {
      cwd: __dirname,
      encoding: "utf8",
      env: { ...process.env, CERTIFICATES: directory, PYTHONPATH: JUDGES_FOLDER },
    });
    assert.strictEqual(status, 0, stderr);
  });
});
