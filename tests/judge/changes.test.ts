import assert from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { knownDeployments } from "../proof/prover/deployments/themes";
import { certifyChanges, checker, SEED } from "./checker";

/** Compares one of this many known deployments with itself and with the next. */
const OF_KNOWN = 25;

describe("the certificates that access does not change", () => {
  const base = mkdtempSync(join(tmpdir(), "changes-"));
  after(() => rmSync(base, { recursive: true }));

  it("are accepted between known deployments, where no reader is associated otherwise", async () => {
    const known = knownDeployments.filter(({ drop = [] }) => drop.length === 0);
    let checked = 0;
    for (const [index, { documents, title }] of known.entries()) {
      if (index % OF_KNOWN !== SEED % OF_KNOWN) continue;
      for (const other of [documents, known[(index + 1) % known.length]?.documents ?? {}]) {
        const directory = mkdtempSync(join(base, "pair-"));
        const file = `${directory}-before.json`;
        writeFileSync(file, JSON.stringify(other));
        const claims = await certifyChanges(directory, other, documents);
        const { status, stderr, stdout } = checker(directory, "--before", file);
        if (status === 1) {
          assert.match(stderr, /AWS's documentation leaves it open/, title);
          continue;
        }
        const whys = [...stdout.matchAll(/^not checked: [^\n]*: (it is|readers are|the )/gm)];
        const proved = Number(/^checked: (\d+) claims/.exec(stdout)?.[1]);
        const subjects = new Set(claims.map(({ subject }) => subject));
        assert.strictEqual(proved + whys.length, subjects.size, `${title}: ${stdout}`);
        checked += proved;
      }
    }
    assert.ok(checked > known.length / OF_KNOWN, `only ${checked} changes`);
  });
});
