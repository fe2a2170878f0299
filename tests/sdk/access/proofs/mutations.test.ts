import assert from "node:assert";
import { asEvaluated } from "../../../../proof/prover/claims/as-evaluated";
import type { ClaimId, Counterexample } from "../../../../proof/prover/claims/claim";
import { evaluate } from "../../../proof/pods";
import { judge, mutatedDocuments } from "./mutations/judge";
import { type Case, casesOf, isFormer, partOf, sampleOf, seeded, zones } from "./mutations/sample";

/**
 * `MUTATIONS` is `all` to judge every mutant, or a number of mutants for each group. `MUTATIONS_SEED` decides which.
 * With `all`, `MUTATIONS_PART` such as `3/8` judges the mutants of every eighth document, from the third on.
 */
const { MUTATIONS = "1", MUTATIONS_PART = "1/1", MUTATIONS_SEED = "20260101" } = process.env;
/** After this many mutants, a run of all reports its progress. */
const STEP = 500;

describe("prove, of every document that is written, changed", () => {
  const cases = casesOf(zones);
  const chosen =
    MUTATIONS === "all"
      ? partOf(cases, MUTATIONS_PART)
      : [
          ...new Set([
            ...sampleOf(cases, Number(MUTATIONS), seeded(Number(MUTATIONS_SEED))),
            ...cases.filter(onceSurvived),
          ]),
        ];
  const counts = new Map<string, number>();
  const named = new Set<string>();
  const refuted: { one: Case; claim: ClaimId; counterexample: Counterexample }[] = [];

  it(`refutes ${chosen.length} of ${cases.length} mutants, or finds them equivalent or unneeded`, async () => {
    const survivors: string[] = [];
    const started = performance.now();
    for (const [done, one] of chosen.entries()) {
      if (MUTATIONS === "all" && done > 0 && done % STEP === 0) {
        const perSecond = (1000 * done) / (performance.now() - started);
        console.log(
          `      ${done} of ${chosen.length}, ${perSecond.toFixed(1)} a second, ${survivors.length} survived`,
        );
      }
      const found = await judge(one.documents, one.judged, one.mutant);
      const kind = found.verdict === "refuted" ? `refuted by ${found.claim}` : found.verdict;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      // No grant needs what a former key or a promoted replica allows.
      if (found.verdict === "unneeded" && !isFormer(one.judged)) {
        for (const part of found.parts) named.add(part);
      }
      if (found.verdict === "refuted") refuted.push({ one, ...found });
      if (found.verdict === "survived") survivors.push(sayCase(one, found.reasons));
    }
    assert.deepStrictEqual(survivors, []);
    if (MUTATIONS === "all") console.log(Object.fromEntries(counts));
  }).timeout(0);

  it("says of every counterexample why evaluate decides otherwise, where it does", () => {
    const contradicted: string[] = [];
    for (const { claim, counterexample, one } of refuted) {
      const documents = mutatedDocuments(one.documents, one.judged, one.mutant);
      const { decidedBy, decision, lacking } = evaluate(documents, counterexample.request);
      const told = asEvaluated(documents, {
        ...{ claim, subject: "", result: "refuted", milliseconds: 0, assumptionsUsed: [] },
        counterexample,
      }).counterexample?.summary.slice(counterexample.summary.length);
      const isConfirmed = decision === (claim === "grant-available" ? "denied" : "allowed");
      const reasons = [
        `; what keeps this very request out so far: ${decidedBy?.document ?? lacking}`,
        `; evaluate denies it, because the documents lack the policy of ${counterexample.request.resource}, which may let it in`,
        "; evaluate denies it, because it takes principals of the owner's account whose policies were not read to have no rights of their own",
      ];
      if (isConfirmed ? told !== "" : !reasons.includes(told ?? "")) {
        contradicted.push(`${sayCase(one, [claim, decision])}${told}`);
      }
    }
    assert.deepStrictEqual(contradicted, []);
    assert.ok(refuted.length > 300, `only ${refuted.length} were refuted`);
  });

  it("finds nothing to be spare but what is written as a second pin, on purpose", () => {
    const onPurpose = [
      // The principal or the cluster's ARN names the account already, and the account belongs to the organization.
      /^condition StringEquals (kms:CallerAccount|aws:SourceAccount|aws:PrincipalOrgID)$/,
      // Style `attributes` adds tags to conditions that already suffice, and one of these equals a tag.
      /^condition StringEquals aws:(ResourceTag\/(eks-cluster-name|kubernetes-namespace)|PrincipalTag\/kubernetes-namespace)$/,
      // AWS does not say which copy's ARN is in the encryption context of a replica.
      /in condition StringEquals kms:EncryptionContext:SecretARN$/,
      // Administrators may read, but nobody has promised that they can.
      /:role\/admin in condition ArnNotEquals aws:PrincipalArn$/,
    ];
    assert.deepStrictEqual(
      [...named].filter((part) => !onPurpose.some((one) => one.test(part))),
      [],
    );
  });

  it("has each verdict among them, so that none of them is empty words", () => {
    const verdicts = [
      "equivalent",
      "narrower",
      "unneeded",
      "refuted by grant-available",
      "refuted by key-bounded",
      "refuted by read-exclusive",
      "refuted by role-contained",
      "refuted by role-unforgeable",
      "refuted by secret-bounded",
    ];
    assert.deepStrictEqual(
      verdicts.filter((one) => !counts.has(one)),
      [],
    );
  });
});

function sayCase({ judged, mutant, zone }: Case, reasons: string[]): string {
  const { document, kind, statement } = mutant;
  return [zone, judged.title, kind, statement, JSON.stringify(document), ...reasons].join(" | ");
}

/** Its counterexample is a federated user of the organization. Only in this zone, the policy has no other gap. */
function onceSurvived({ judged, mutant, zone }: Case): boolean {
  return (
    zone === "resourcePolicy, exact, across accounts, sealed, organization" &&
    judged.title.includes("secret:orders/queue-") &&
    ["drop condition", "ask that the key exists"].includes(mutant.kind) &&
    mutant.parts[0] === "condition ArnEquals aws:PrincipalArn"
  );
}
