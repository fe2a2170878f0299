import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { crossAccountDocuments } from "../proof/cross-account-documents";
import { certify, certifyChanges } from "./checker";
import { JUDGES_FOLDER } from "./judge";

describe("forged certificates", () => {
  const [directory, changes] = ["forged-", "changes-"].map((name) =>
    mkdtempSync(join(tmpdir(), name)),
  ) as [string, string];
  after(() => {
    for (const one of [directory, changes]) rmSync(one, { recursive: true });
  });

  it("are refused, each of them", async () => {
    const documents = crossAccountDocuments();
    await certify(directory, documents, {});
    // The change gives nobody anything new.
    const changed = structuredClone(documents);
    for (const { policy } of changed.secrets ?? []) {
      const also = { Effect: "Deny", Principal: "*", Action: "secretsmanager:Put*", Resource: "*" };
      (policy as { Statement: object[] } | null)?.Statement.unshift(also);
    }
    await certifyChanges(changes, documents, changed);
    const { status, stderr } = spawnSync("python3", ["-m", "unittest", "forgeries"], {
      cwd: __dirname,
      encoding: "utf8",
      env: { ...process.env, CERTIFICATES: directory, CHANGES: changes, PYTHONPATH: JUDGES_FOLDER },
    });
    assert.strictEqual(status, 0, stderr);
  });
});
