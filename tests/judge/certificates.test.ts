import assert from "node:assert";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { certificatesIn } from "../../cli/proof/certificates";
import type { ProveOptions } from "../../proof";
import { type AccessDocuments, prove } from "../../sdk/access";
import { run } from "../cli/support";
import { crossAccountDocuments } from "../proof/cross-account-documents";
import { knownDeployments } from "../proof/prover/deployments/themes";
import { JUDGES_FOLDER } from "./judge";

const ROOT = join(__dirname, "../..");

/** What cadical answers by its exit code: there are no values. */
const UNSATISFIABLE = 20;

/** The example inventories, the demo's landing zone, and AWS's walkthrough. */
const SOURCES = [
  ...readdirSync(join(ROOT, "examples/landing-zones")).map((name) => [
    "--inventory",
    `examples/landing-zones/${name.endsWith(".yaml") ? name : `${name}/landing-zone.yaml`}`,
  ]),
  ["--inventory", "landing-zone.yaml"],
  ["--inventory", "landing-zone.yaml", "--against", "landing-zone.yaml"],
  ["--documents", "examples/walkthrough/access.json"],
];

describe("the certificates", () => {
  const base = mkdtempSync(join(tmpdir(), "certificates-"));
  after(() => rmSync(base, { recursive: true }));

  it("of the examples are confirmed by cadical, and by a checker that knows what texts are", async () => {
    const directories: string[] = [];
    for (const source of SOURCES) {
      const directory = join(base, `example-${directories.length}`);
      directories.push(directory);
      const args = ["prove", ...source, "--certificate", directory, "--json"];
      const { code, stderr, stdout } = await run(args);
      assert.ok(code === 0 || code === 1, stderr);
      const answer = JSON.parse(stdout);
      assert.strictEqual(answer.certificates, directory);
      const { claims } = JSON.parse(readFileSync(join(directory, "index.json"), "utf8"));
      assert.strictEqual(claims.length, answer.claims.length);
      for (const { certificates, notCertified, result } of claims) {
        // One for each question: of a difference, who gains and who loses.
        const questions = source.includes("--against") ? 2 : 1;
        assert.strictEqual(certificates.length, result === "proved" ? questions : 0);
        assert.strictEqual(notCertified === undefined, result === "proved");
      }
    }
    const accepted = check(directories);
    const files = directories.flatMap((directory) =>
      readdirSync(directory)
        .filter((name) => name.endsWith(".cnf"))
        .map((name) => join(directory, name)),
    );
    assert.ok(files.length > 100, `only ${files.length} certificates`);
    assert.strictEqual(accepted.certificates, files.length);
    for (const file of files) {
      const { error, status } = spawnSync("cadical", ["-q", file]);
      assert.ifError(error); // Debian's package cadical
      assert.strictEqual(status, UNSATISFIABLE, file);
    }
  });

  it("of every known deployment are accepted", async () => {
    const directories: string[] = [];
    for (const { documents, drop = [] } of knownDeployments) {
      const directory = join(base, `known-${directories.length}`);
      directories.push(directory);
      await certify(directory, documents, { drop });
    }
    const accepted = check(directories);
    assert.ok(accepted.certificates > 1000, `only ${accepted.certificates} certificates`);
  });

  for (const [what, change, reason] of [
    [
      "a file was changed",
      (directory: string, name: string) => appendFileSync(join(directory, `${name}.cnf`), "1 0\n"),
      /cnf is not what the index says/,
    ],
    [
      "a file is missing",
      (directory: string, name: string) => rmSync(join(directory, `${name}.lrat`)),
      /lrat cannot be read/,
    ],
    [
      "a file came besides",
      (directory: string) => writeFileSync(join(directory, "other.cnf"), ""),
      /the index does not list other.cnf/,
    ],
    [
      "the index names another claim",
      (directory: string) =>
        changeIndex(directory, ({ claims: [first] }) => {
          first.subject = "another";
        }),
      /it is of another claim/,
    ],
    [
      "the index leaves out an assumption",
      (directory: string) =>
        changeIndex(directory, ({ claims }) => {
          for (const claim of claims) claim.assumptionsUsed = [];
        }),
      /it makes assumptions that the index does not name: \['owner-principals-closed', 'reader-trust'\]/,
    ],
    [
      "a proved claim has no certificate",
      (directory: string) =>
        changeIndex(directory, ({ claims: [first] }) => {
          first.certificates = [];
        }),
      /is said to be proved, and has no certificate/,
    ],
  ] as const) {
    it(`are refused where ${what}`, async () => {
      const directory = mkdtempSync(join(base, "changed-"));
      await certify(directory, crossAccountDocuments(), { claims: ["read-exclusive"] });
      const { claims } = JSON.parse(readFileSync(join(directory, "index.json"), "utf8"));
      change(directory, claims[0].certificates[0]);
      const { status, stderr } = checker([directory]);
      assert.strictEqual(status, 1);
      assert.match(stderr, reason);
    });
  }
});

async function certify(directory: string, documents: AccessDocuments, options: ProveOptions) {
  const certificates = certificatesIn(directory);
  const { claims } = await prove(documents, { ...options, onProved: certificates.add });
  certificates.finish(claims, []);
}

interface Index {
  claims: { subject: string; certificates: string[]; assumptionsUsed: string[] }[];
}

function changeIndex(
  directory: string,
  change: (index: { claims: [Index["claims"][number], ...Index["claims"]] }) => void,
): void {
  const file = join(directory, "index.json");
  const index = JSON.parse(readFileSync(file, "utf8"));
  change(index);
  writeFileSync(file, JSON.stringify(index));
}

function checker(directories: string[]) {
  const args = ["-m", "judge.certificate", ...directories];
  return spawnSync("python3", args, { cwd: JUDGES_FOLDER, encoding: "utf8", maxBuffer: 2 ** 26 });
}

/** Has all directories checked, and tells how many certificates and clauses that were. */
function check(directories: string[]): { certificates: number; clauses: number } {
  const started = Date.now();
  const { status, stderr, stdout } = checker(directories);
  assert.strictEqual(status, 0, stderr);
  const sum = { certificates: 0, clauses: 0 };
  for (const line of stdout.split("\n")) {
    const found = /^accepted: (\d+) certificates of \d+ claims; (\d+) clauses/.exec(line);
    sum.certificates += Number(found?.[1] ?? 0);
    sum.clauses += Number(found?.[2] ?? 0);
  }
  console.log(`    ${JSON.stringify({ ...sum, milliseconds: Date.now() - started })}`);
  return sum;
}
