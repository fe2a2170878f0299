import assert from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { crossAccountDocuments } from "../proof/cross-account-documents";
import { certify, check, checker } from "./checker";

describe("certificates", () => {
  const base = mkdtempSync(join(tmpdir(), "checked-"));
  after(() => rmSync(base, { recursive: true }));

  it("are not said to be checked where nothing is claimed", async () => {
    const directory = join(base, "nothing");
    await certify(directory, {}, {});
    const { claims, unchecked } = check(directory);
    assert.strictEqual(claims, 0);
    assert.deepStrictEqual(unchecked, [
      "anything: the documents have nothing of which these claims speak",
    ]);
  });

  it("of a role that keeps policies are not checked, as the checker has no list of harmless actions", async () => {
    const directory = join(base, "kept");
    const documents = crossAccountDocuments();
    const [role, ...roles] = documents.roles ?? [];
    assert.ok(role);
    const Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" };
    const kept = { Version: "2012-10-17", Statement };
    const keeping = { ...role, policies: [...(role.policies ?? []), kept], keptPolicies: [kept] };
    await certify(directory, { ...documents, roles: [keeping, ...roles] }, {});
    const what = `role-contained of ${role.arn}: the role keeps policies, and the checker has no list of harmless actions`;
    assert.ok(check(directory).unchecked.includes(what));
  });

  it("of some claims alone are checked, and the answer names what is left out", async () => {
    const directory = join(base, "some");
    await certify(directory, crossAccountDocuments(), { claims: ["secret-bounded"] });
    const { status, stdout } = checker(directory, "--claims", "secret-bounded");
    assert.strictEqual(status, 0);
    assert.match(stdout, /^left out by --claims: key-bounded, .*, read-exclusive$/m);
    assert.match(checker(directory).stderr, /key-bounded of .* is not in the index/);
  });
});
