import assert from "node:assert";
import fc from "fast-check";
import { administratorArn } from "../../../proof/domain/administrator";
import {
  type AccessDocuments,
  type AccessFinding,
  blastRadius,
  evaluate,
  prove,
  type SecretReading,
  summarise,
  whoCanRead,
} from "../pods";
import * as the from "./deployments/deployment";
import { account } from "./random-accounts";

const RUNS = Number(process.env.ANSWERS_RUNS ?? 60);
const SEED = Number(process.env.ANSWERS_SEED ?? 20_261_130);

/** How many readers who-can-read lists before it says that there are more. */
const MOST = 12;
const DECLARED = ["declared reader", "rotation role", "administrator"];

/** ARNs of the roles and users that who-can-read finds. The evaluator agrees on each of them, or the answer says why not. */
function namesIn(documents: AccessDocuments, found: SecretReading[]): Set<string> {
  const names = found.flatMap(({ as, principal, remark, request }) => {
    const { decision } = evaluate(documents, request);
    assert.strictEqual(decision, remark === undefined ? "allowed" : "denied");
    if (as === "unknown principal") return [];
    return "roleArn" in principal ? principal.roleArn : "arn" in principal ? principal.arn : [];
  });
  return new Set(names);
}

/** For each secret, who reads it beside the declared readers, according to each answer. Undefined if an answer does not know. */
async function answersAbout(documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: ["read-exclusive"] });
  const summary = await summarise(documents, the.OWNER);
  const secrets = [];
  for (const { result, subject, reason } of claims) {
    const who = await whoCanRead(documents, subject, { limits: { principals: MOST } });
    const undeclared = who.found.filter((one) => !DECLARED.includes(one.as));
    const findings = summary.findings.filter(({ objects }) => objects.includes(subject));
    secrets.push({
      names: namesIn(documents, who.found),
      findings: summary.result === "complete" ? findings : undefined,
      unknown: who.result === "unknown" ? who.reason : undefined,
      ...{ subject, reason, undeclared },
      proved: result === "unknown" ? undefined : result === "proved",
      // If a secret is open to every account, no list can hold all of its readers.
      nobodyElse:
        who.result === "complete" || undeclared.length > 0 ? undeclared.length === 0 : undefined,
      summed:
        summary.result === "complete" ? findings.filter((one) => !one.explanation) : undefined,
    });
  }
  const radius = new Map<string, string[]>();
  for (const { arn } of documents.roles ?? []) {
    const { found, result } = await blastRadius(documents, { kind: "role", roleArn: arn });
    if (result === "complete") {
      radius.set(
        arn,
        found.map(({ secret }) => secret),
      );
    }
  }
  return { secrets, radius };
}

/** The roles that are declared as readers of the secret. */
function declaredRoles({ administrators, secrets }: AccessDocuments, arn: string): string[] {
  const rotation = secrets?.find((one) => one.arn === arn)?.rotation?.role;
  return [
    the.OWN_ROLE,
    ...(rotation ? [rotation] : []),
    ...(administrators ?? []).map(administratorArn),
  ];
}

/** Checks that the summary finds the same roles and users, by name or in a finding about a group that includes them. */
function assertSameNames(
  { roles, users }: AccessDocuments,
  names: ReadonlySet<string>,
  findings: AccessFinding[] | undefined,
  told: string,
): void {
  if (!findings) return;
  const isWide = findings.some(({ who }) => who.kind !== "role" && who.kind !== "user");
  const summed = new Set(findings.flatMap(({ who }) => who.names));
  for (const { arn } of [...(roles ?? []), ...(users ?? [])]) {
    if (summed.has(arn)) assert.ok(names.has(arn), `who-can-read finds ${arn}: ${told}`);
    else if (!isWide) assert.ok(!names.has(arn), `summary finds ${arn}: ${told}`);
  }
}

describe("prove, who-can-read, summary and blast-radius", () => {
  it(`never contradict each other on ${RUNS} random accounts, from seed ${SEED}`, async () => {
    const seen = { proved: 0, refuted: 0, unknown: 0 };
    for (const documents of fc.sample(account, { numRuns: RUNS, seed: SEED })) {
      const { radius, secrets } = await answersAbout(documents);
      assert.strictEqual(secrets.length, documents.secrets?.length);
      for (const { findings, names, ...one } of secrets) {
        const { nobodyElse, proved, reason, subject, summed, undeclared, unknown } = one;
        const answers = {
          subject,
          findings,
          names: [...names],
          proved,
          reason,
          unknown,
          undeclared,
          summed,
          radius: [...radius],
        };
        const told = JSON.stringify({ documents, ...answers }, null, 1);
        seen[proved === undefined ? "unknown" : proved ? "proved" : "refuted"]++;
        assert.notStrictEqual(nobodyElse, undefined, `who-can-read knows: ${told}`);
        assertSameNames(documents, names, findings, told);
        if (proved === undefined) continue;
        assert.strictEqual(nobodyElse, proved, `who-can-read and prove: ${told}`);
        if (proved) assert.deepStrictEqual(summed, [], `summary and prove: ${told}`);
        for (const { as, principal } of undeclared) {
          const arn = as === "known role" && "roleArn" in principal && principal.roleArn;
          if (arn) assert.ok(radius.get(arn)?.includes(subject), `blast-radius of ${arn}: ${told}`);
        }
        const declared = declaredRoles(documents, subject);
        for (const [arn, read] of radius) {
          if (!proved || declared.includes(arn)) continue;
          assert.ok(!read.includes(subject), `blast-radius of ${arn}: ${told}`);
        }
      }
    }
    console.log(`    ${JSON.stringify(seen)}`);
    assert.ok(seen.proved > 0.1 * RUNS && seen.refuted > 0.1 * RUNS, JSON.stringify(seen));
  }).timeout(600_000 * Math.max(1, RUNS / 60));
});
