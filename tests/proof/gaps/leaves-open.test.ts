import assert from "node:assert";

import type { OpenDocuments } from "../../../proof/gaps/gap";
import { groundsIn } from "../../../proof/gaps/grounds";
import { leavesOpen } from "../../../proof/gaps/leaves-open";
import type { ClaimId } from "../../../proof/prover/claims/claim";
import { grantSubject } from "../../../proof/prover/claims/grant-path";
import { deploymentOf, withKind } from "../pods";
import * as the from "../prover/deployments/deployment";
import { oneReader } from "../prover/deployments/deployment";

const groundsOf = groundsIn(withKind(oneReader()));
const deployment = deploymentOf(oneReader());
const [billing = assert.fail()] = deployment.readers(the.BILLING);
const SUBJECTS: [claim: ClaimId, subject: string][] = [
  ["secret-bounded", the.SECRET],
  ["key-bounded", the.KEY],
  ["role-unforgeable", the.ROLE],
  ["role-contained", the.ROLE],
  ["grant-available", grantSubject(deployment, billing, the.SECRET)],
  ["read-exclusive", the.SECRET],
];

/** The claims with this result that a gap leaves open. */
function openClaims(open: OpenDocuments, result: "proved" | "refuted"): string[] {
  return SUBJECTS.filter(([claim, subject]) =>
    leavesOpen({ open, reason: "" }, { claim, result, subject }, groundsOf(claim, subject)),
  ).map(([claim]) => claim);
}

const [sb, kb, ru, rc, ga, re] = SUBJECTS.map(([claim]) => claim);
const secret = (part: "all" | "policy" | "key", arn = the.SECRET) => ({
  ...{ kind: "secret" as const, arn, part },
});
const ROWS: [title: string, open: OpenDocuments, proved: unknown[], refuted: unknown[]][] = [
  [
    "the reader's account",
    { kind: "account", account: the.CLUSTER_ACCOUNT, roles: [the.ROLE] },
    [ru, rc, ga, re],
    [sb, kb, ru, rc, ga, re],
  ],
  ["the owner's account", { kind: "account", account: the.OWNER, roles: [] }, [re], [re]],
  ["an account of neither", { kind: "account", account: the.PARTNER, roles: [] }, [], [re]],
  ["the reader's rights", { kind: "rights", arn: the.ROLE }, [rc, ga, re], [sb, kb, rc, ga]],
  ["another's rights", { kind: "rights", arn: the.OTHER_ROLE }, [], []],
  ["the reader's trust", { kind: "trust", arn: the.ROLE }, [ru, ga], [sb, kb, ru, ga]],
  [
    "the session policy of the reader's pods",
    { kind: "session", arn: the.ROLE },
    [ga],
    [sb, kb, ga],
  ],
  ["the session policy of other pods", { kind: "session", arn: the.OTHER_ROLE }, [], []],
  [
    "the cluster's associations",
    { kind: "associations", sourceArn: the.CLUSTER, roles: [the.ROLE] },
    [sb, kb, ru, rc, ga, re],
    [sb, kb, ru, rc, ga, re],
  ],
  ["which secrets there are", { kind: "objects", account: the.OWNER, region: the.REGION }, [], []],
  [
    "the readers' endpoints",
    { kind: "endpoints", account: the.CLUSTER_ACCOUNT, region: the.REGION },
    [ga],
    [],
  ],
  ["the secret", secret("all"), [sb, kb, rc, ga, re], [sb, kb, rc, ga, re]],
  ["the secret's policy", secret("policy"), [sb, ga, re], [sb, ga, re]],
  ["the secret's key", secret("key"), [kb, rc, ga, re], [kb, rc, ga, re]],
  ["another secret's key", secret("key", the.OTHER_SECRET), [kb], [kb]],
  [
    "a stranger's secret's key",
    secret("key", the.OTHER_SECRET.replace(the.OWNER, the.PARTNER)),
    [],
    [kb],
  ],
  ["the key", { kind: "key", arn: the.KEY }, [kb, ga, re], [kb, ga, re]],
  ["a role that changed", { kind: "changed", arn: the.OTHER_ROLE }, [re], [re]],
];

describe("what is not known", () => {
  for (const [title, open, proved, refuted] of ROWS) {
    it(`leaves open what rests on it: ${title}`, () => {
      assert.deepStrictEqual(openClaims(open, "proved"), proved);
      assert.deepStrictEqual(openClaims(open, "refuted"), refuted);
    });
  }

  it("leaves every difference open, of whatever account", () => {
    const open = { kind: "account" as const, account: the.PARTNER, roles: [] };
    const settled = {
      claim: "difference" as const,
      result: "proved" as const,
      subject: the.SECRET,
    };
    const grounds = groundsOf("difference", the.SECRET);
    assert.ok(leavesOpen({ open, reason: "" }, settled, grounds));
  });

  for (const kind of ["rights", "session", "trust"] as const) {
    it(`leaves a difference open where a reader's ${kind} may have been less before`, () => {
      const settled = {
        claim: "difference" as const,
        result: "proved" as const,
        subject: the.SECRET,
      };
      const grounds = groundsOf("difference", the.SECRET);
      const ofRole = (arn: string) =>
        leavesOpen({ open: { kind, arn }, reason: "" }, settled, grounds);
      assert.deepStrictEqual([ofRole(the.ROLE), ofRole(the.OTHER_ROLE)], [true, false]);
    });
  }
});
