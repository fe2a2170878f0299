import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
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

import { run } from "../cli/support";
import { crossAccountDocuments } from "../proof/cross-account-documents";
import { knownDeployments } from "../proof/prover/deployments/themes";
import { certify, check, checker, SEED } from "./checker";

const ROOT = join(__dirname, "../..");

/** The exit code of cadical if there is no solution. */
const UNSATISFIABLE = 20;

/** Checks one of this many known deployments. */
const OF_KNOWN = 10;

/**
 * Deployments about which AWS's documentation leaves a decision open: whether a Deny excepts a role's session if its NotPrincipal
 * lists the role without the session.
 */
const LEFT_OPEN = /^a Deny of all principals but /;

/** The example inventories, the demo's landing zone, and AWS's walkthrough. */
const SOURCES = [
  ...readdirSync(join(ROOT, "examples/landing-zones")).map((name) => [
    "--inventory",
    `examples/landing-zones/${name.endsWith(".yaml") ? name : `${name}/landing-zone.yaml`}`,
  ]),
  ["--inventory", "landing-zone.yaml"],
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
        assert.strictEqual(certificates.length, result === "proved" ? 1 : 0);
        assert.strictEqual(notCertified === undefined, result === "proved");
      }
    }
    const checked = directories.map((directory) => check(directory));
    const files = directories.flatMap((directory) =>
      readdirSync(directory)
        .filter((name) => name.endsWith(".cnf"))
        .map((name) => join(directory, name)),
    );
    assert.ok(files.length > 100, `only ${files.length} certificates`);
    const unchecked = checked.flatMap((one) => one.unchecked);
    assert.ok(unchecked.every((one) => /: it is refuted: /.test(one)));
    const claims = checked.reduce((sum, one) => sum + one.claims, 0);
    assert.strictEqual(claims, files.length);
    for (const file of files) {
      const { error, status } = spawnSync("cadical", ["-q", file]);
      assert.ifError(error); // cadical is in Debian's package of that name
      assert.strictEqual(status, UNSATISFIABLE, file);
    }
  });

  it("of known deployments are accepted", async () => {
    const one = knownDeployments.filter((_, index) => index % OF_KNOWN === SEED % OF_KNOWN);
    let claims = 0;
    for (const [index, { documents, drop = [], title }] of one.entries()) {
      const directory = join(base, `known-${index}`);
      await certify(directory, documents, { drop });
      const { status, stderr } = LEFT_OPEN.test(title)
        ? checker(directory)
        : { status: 0, stderr: "" };
      if (status === 1) assert.match(stderr, /AWS's documentation leaves it open/);
      else claims += check(directory).claims;
    }
    assert.ok(claims > 2 * one.length, `only ${claims} claims`);
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
      /read-exclusive of arn:.* is not in the index/,
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
      /has 0 certificates, not 1/,
    ],
    [
      "each is two clauses of its own making",
      (directory: string, name: string) =>
        forge(directory, name, (meaning) => {
          meaning.variables = [{ free: "x" }];
          meaning.origins = [{ kind: "request", says: "it is so" }, { kind: "violation" }];
          meaning.clauses = [{ origin: 0 }, { origin: 1 }];
          return { cnf: "p cnf 1 2\n1 0\n-1 0\n", lrat: "3 0 1 2 0\n" };
        }),
      /is \d+, which there is not/,
    ],
    [
      "facts and assumptions are said to be the request's",
      (directory: string, name: string) =>
        forge(directory, name, (meaning) => {
          for (const [index, { kind }] of meaning.origins.entries()) {
            if (kind === "fact" || kind === "assumption") {
              meaning.origins[index] = { kind: "request", says: "it is so" };
            }
          }
          return undefined;
        }),
      /clause \d+: it need not hold/,
    ],
    [
      "an assumption spares somebody",
      (directory: string, name: string) =>
        forge(directory, name, (meaning, { cnf, lrat }) => {
          const about = meaning.texts.findIndex((text) => text.name === "principal ARN");
          const assumed = meaning.variables.findIndex(
            ({ assumption }) => assumption === "reader-trust",
          );
          const somebody = meaning.variables.push({
            text: about,
            matches: meaning.patterns.length,
          });
          meaning.patterns.push(["arn:aws:iam::444444444444:role/spared"]);
          const origin = meaning.origins.push({ kind: "assumption", name: "reader-trust" }) - 1;
          const before = meaning.clauses.push({ origin }) - 1;
          const [head = "", ...clauses] = cnf.split("\n").filter((line) => !/^(c|$)/.test(line));
          return {
            cnf: [
              head.replace(/\d+ \d+$/, `${somebody} ${before + 1}`),
              ...clauses,
              `-${assumed + 1} -${somebody} 0`,
            ].join("\n"),
            // The steps' numbers continue after those of the clauses.
            lrat: lrat.replace(/^(\d+)((?: -?\d+)* 0 )([\d ]*)0$/gm, (_, step, shown, by) => {
              const moved = (one: string) => (Number(one) > before ? Number(one) + 1 : one);
              return `${moved(step)}${shown}${by.trim().split(" ").filter(Boolean).map(moved).join(" ")} 0`;
            }),
          };
        }),
      /the assumption reader-trust does not say that/,
    ],
    [
      "the documents' digest is zero",
      (directory: string) =>
        changeIndex(directory, (index) => {
          for (const one of index.documents) one.sha256 = "0".repeat(64);
        }),
      /the certificates are of other documents than these/,
    ],
    [
      "a claim is left out",
      (directory: string) => changeIndex(directory, ({ claims }) => claims.shift()),
      /read-exclusive of arn:.* is not in the index/,
    ],
  ] as const) {
    it(`are refused where ${what}`, async () => {
      const directory = mkdtempSync(join(base, "changed-"));
      await certify(directory, crossAccountDocuments(), { claims: ["read-exclusive"] });
      const { claims } = JSON.parse(readFileSync(join(directory, "index.json"), "utf8"));
      change(directory, claims[0].certificates[0]);
      const { status, stderr } = checker(directory, "--claims", "read-exclusive");
      assert.strictEqual(status, 1);
      assert.match(stderr, reason);
    });
  }
});

interface Meaning {
  variables: Record<string, unknown>[];
  texts: { name: string }[];
  patterns: unknown[][];
  origins: { kind: string; says?: string; name?: string }[];
  clauses: object[];
}

/** Changes a certificate, and lists it in the index as if it were genuine. */
function forge(
  directory: string,
  name: string,
  change: (
    meaning: Meaning,
    others: { cnf: string; lrat: string },
  ) => { cnf: string; lrat: string } | undefined,
): void {
  const texts = new Map<string, string>();
  const text = (ending: string) => readFileSync(join(directory, `${name}.${ending}`), "utf8");
  const meaning = JSON.parse(text("json"));
  const others = change(meaning, { cnf: text("cnf"), lrat: text("lrat") });
  if (others) texts.set("cnf", others.cnf).set("lrat", others.lrat);
  texts.set("json", JSON.stringify(meaning));
  changeIndex(directory, ({ files }) => {
    for (const [ending, text] of texts) {
      writeFileSync(join(directory, `${name}.${ending}`), text);
      files[`${name}.${ending}`] = createHash("sha256").update(text).digest("hex");
    }
  });
}

interface Index {
  documents: { sha256: string }[];
  files: Record<string, string>;
  claims: { subject: string; certificates: string[]; assumptionsUsed: string[] }[];
}

function changeIndex(
  directory: string,
  change: (index: Index & { claims: [Index["claims"][number], ...Index["claims"]] }) => void,
): void {
  const file = join(directory, "index.json");
  const index = JSON.parse(readFileSync(file, "utf8"));
  change(index);
  writeFileSync(file, JSON.stringify(index));
}
