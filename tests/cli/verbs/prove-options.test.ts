import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inventoryNames } from "../../../cli/access-answers/inventory-names";
import type { SourceDocuments } from "../../../cli/documents/source-documents";
import { differencesOf } from "../../../cli/proof/explained-differences";
import { report } from "../../../cli/verbs/prove/text";
import { proofSection } from "../../../cli/verbs/report/proof-section";
import { prove } from "../../../sdk/access";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { each } from "../../facts";
import { done, failed, refused } from "../../outcomes";
import { crossAccountDocuments, SECRET } from "../../proof/cross-account-documents";
import { landingZoneOf, reader } from "../../sdk/grant/support";
import { filesIn, run } from "../support";

describe("eks-pod-secrets prove --certificate", () => {
  const files = { "access.json": JSON.stringify(crossAccountDocuments()) };
  const certify = (directory: string, ...args: string[]) =>
    run([
      ...["prove", "--documents", `${directory}/access.json`, "--claim", "read-exclusive"],
      ...["--certificate", `${directory}/made/here`, ...args],
    ]);
  const made = (directory: string, name: string) =>
    readFileSync(join(directory, "made/here", name), "utf8");

  it("writes clauses with their origins, steps, meanings and an index, the same each time", async () => {
    const directory = filesIn(files);
    match(await done(certify(directory)), /^Certificates:\n {2}in .*made\/here/m);
    const names = readdirSync(join(directory, "made/here"));
    const [cnf = "", ...others] = names.filter((name) => name.endsWith(".cnf"));
    deepStrictEqual(others, []);
    match(cnf, /^read-exclusive-arn-aws-secretsmanager-[A-Za-z0-9-]+-1\.cnf$/);
    const { claims, files: listed } = JSON.parse(made(directory, "index.json"));
    deepStrictEqual(
      Object.keys(listed).sort(),
      names.filter((name) => name !== "index.json"),
    );
    strictEqual(claims[0].subject, SECRET);
    const clauses = made(directory, cnf);
    match(clauses, /^c \d+ assumption reader-trust\n\d+ 0$/m);
    match(clauses, /^c \d+ defines \d+, for: statement \w+ of the resource policy/m);
    const again = filesIn(files);
    await certify(again);
    strictEqual(made(again, cnf), clauses);
  });

  it("lists what is not certified, and why", async () => {
    const directory = filesIn(files);
    await failed(certify(directory, "--drop", "owner-principals-closed"));
    const { claims } = JSON.parse(made(directory, "index.json"));
    each(claims, ({ certificates, notCertified }: Record<string, unknown>) => ({
      certificates,
      notCertified,
    })).are([{ certificates: [], notCertified: "it is refuted: the counterexample shows it" }]);
  });

  it("rejects a directory that holds anything", async () => {
    const directory = filesIn(files);
    mkdirSync(`${directory}/made/here/already`, { recursive: true });
    match(
      await refused(certify(directory)),
      /--certificate must name a directory that is empty or does not exist, got/,
    );
  });
});

const zone = landingZoneOf({ readers: reader("[foreign]") });
const declared = landingZoneDocuments(zone);

/** What `prove` says about an account without associations, from its documents alone. */
async function reportOf(documents: typeof declared) {
  const source: SourceDocuments = {
    title: "the accounts",
    documents,
    declared: async () => declared,
    notes: [],
    zone,
  };
  const { claims, result } = await prove(documents);
  const answer = {
    ...{ result, assumptions: [], claims, documents: [], notes: [], outside: [], recalled: 0 },
    ...(await differencesOf(source, claims)),
  };
  return report(answer, { names: inventoryNames(source), seconds: 0, title: source.title });
}

describe("prove, where AWS is not as the inventory says", () => {
  it("names the missing association before the claims, and counts these as its findings", async () => {
    const text = await reportOf({ ...declared, associations: [] });
    const [headline = "", differences = "", table = "", ...findings] = text.split("\n\n");
    match(headline, /^refuted: 4 of \d+ claims about the accounts/);
    deepStrictEqual(differences.split("\n"), [
      "Not as the inventory says:",
      "  web (web/web of cluster shop) has no Pod Identity association, so that its pods get no credentials",
      "    findings that speak of it: 1, 2, 3, 4",
    ]);
    match(table, /^ {2}secret-bounded /);
    ok(findings[0]?.startsWith("1. "), findings[0]);
  });

  it("puts the findings of a difference before what nothing explains", async () => {
    const open = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "*", Resource: "*" },
    };
    const [role] = declared.roles ?? [];
    ok(role);
    const roles = [{ ...role, policies: [...(role.policies ?? []), open] }];
    const text = await reportOf({ ...declared, roles });
    match(text, /\n\nNot as the inventory says:\n {2}role of web \(arn:\S+\) has an .* Allow \*/);
    match(text, /\n {4}findings that speak of it: 1, 2, 3\n/);
    match(text, /\n1\. role-contained: role of web /);
  });

  it("does not give another key of a secret the name of the declared one", async () => {
    const other = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
    const secrets = declared.secrets?.map((one) => (one.key ? { ...one, key: other } : one));
    const text = await reportOf({ ...declared, secrets });
    ok(text.includes(` is encrypted with ${other}, not arn:aws:kms:us-east-1:222222222222:key/`));
  });

  it("is as short in a report and in a terminal as its findings, however much differs", async () => {
    const { claims } = await prove({ ...declared, associations: [] });
    const [refuted] = claims.filter(({ result }) => result === "refuted");
    ok(refuted);
    const many = Array.from({ length: 60 }, (_, place) => ({ ...refuted, subject: `${place}` }));
    const differences = many.map((one) => ({
      subject: one.subject,
      says: "differs",
      claims: many,
    }));
    const answer = {
      ...{ result: "refuted" as const, assumptions: [], claims: many, differences },
      ...{ documents: [], notes: [], outside: [], recalled: 0 },
    };
    const names = inventoryNames({ documents: declared, zone });
    match(
      report(answer, { names, seconds: 0, title: "the accounts" }),
      /findings that speak of it: 1, 2, [\d, ]+, 20 and 40 more\n/,
    );
    const proof = { answer, source: "Proved." };
    const text = `${proofSection({ documents: declared, names, notes: [], proof })}`;
    match(text, /Findings that speak of it: 1, 2, [\d, ]+, 50 and 10 more\.<\/li>/);
    strictEqual(text.match(/ differs\. Findings/g)?.length, 50);
    match(text, /<li>and 10 more<\/li><\/ul>/);
  });

  it("says nothing of it where every claim holds", async () => {
    doesNotMatch(await reportOf(declared), /Not as the inventory says/);
  });
});
