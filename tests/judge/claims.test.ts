import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { readInventory } from "../../cli/inventory/inventory-file";
import type { ClaimResult } from "../../proof";
import { type AccessDocuments, difference, prove } from "../../sdk/access";
import { landingZoneDocuments } from "../../sdk/access/landing-zone/landing-zone-documents";
import { themes, wholeAccounts } from "../proof/prover/deployments/themes";
import { JUDGES_FOLDER } from "./judge";

const ROOT = join(__dirname, "../..");
const EXAMPLES = join(ROOT, "examples/landing-zones");

/** Limits so low that hardly any claim is settled. This test only checks which claims there are. */
const AT_ONCE = { limits: { changes: 1, literals: 1 } };

describe("the judge's list of claims", () => {
  it("has every claim that prove answers, of the examples, known deployments and vectors", async () => {
    const all = [...(await examples()), ...known(), ...vectors()];
    const lists = judged(all.map((documents) => ({ documents })));
    for (const [index, documents] of all.entries()) {
      const { claims } = await prove(documents, AT_ONCE);
      assert.deepStrictEqual(lists[index], namesOf(claims));
    }
    const claims = lists.flat();
    assert.ok(claims.length > 1500, `only ${claims.length} claims`);
  });

  it("has every secret and parameter of two versions", async () => {
    const all = known();
    const pairs = all.map((documents, index) => ({
      documents,
      before: all[(index + 1) % all.length] as AccessDocuments,
    }));
    const lists = judged(pairs);
    for (const [index, { before, documents }] of pairs.entries()) {
      const changes = await difference(before, documents, AT_ONCE);
      assert.deepStrictEqual(lists[index], namesOf(changes));
    }
  });
});

async function examples(): Promise<AccessDocuments[]> {
  const zones = readdirSync(EXAMPLES).map((name) =>
    join(EXAMPLES, name, ...(name.endsWith(".yaml") ? [] : ["landing-zone.yaml"])),
  );
  const teams = ["owner.yaml", "reader.yaml"].map((name) => join(ROOT, "examples/two-teams", name));
  const documents: AccessDocuments[] = [readJson(join(ROOT, "examples/walkthrough/access.json"))];
  for (const zone of [...zones, ...teams, join(ROOT, "landing-zone.yaml")]) {
    const read = await readInventory(zone);
    if ("problems" in read) throw new Error(read.problems[0]?.message);
    documents.push(landingZoneDocuments(read.landingZone));
  }
  return documents;
}

function known(): AccessDocuments[] {
  const all = Object.values({ ...themes, ...wholeAccounts }).flat();
  return all.map(({ documents }) => documents);
}

function vectors(): AccessDocuments[] {
  const folder = join(ROOT, "tests/proof/vectors");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => readJson(join(folder, name)).vectors)
    .map(({ documents }) => documents);
}

function readJson(file: string) {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Claim and subject of each result, without repetitions. For one secret, the gains and the losses give a result each. */
function namesOf(claims: ClaimResult[]): string[] {
  const names = claims.map(({ claim, subject }) => JSON.stringify([claim, subject]));
  return [...new Set(names)].sort();
}

function judged(asked: { documents: AccessDocuments; before?: AccessDocuments }[]): string[][] {
  const { status, stderr, stdout } = spawnSync("python3", ["-m", "judge.certificate.claims"], {
    cwd: JUDGES_FOLDER,
    encoding: "utf8",
    input: asked.map((one) => `${JSON.stringify(one)}\n`).join(""),
    maxBuffer: 2 ** 26,
  });
  assert.strictEqual(status, 0, stderr);
  const lists: unknown[][] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return lists.map((list) => [...new Set(list.map((one) => JSON.stringify(one)))].sort());
}
