import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert";

import type { LimitName } from "../../../proof";
import { limitsWith } from "../../../proof/prover/solver/limits";
import { type AccessDocuments, difference, prove, whoCanRead } from "../pods";
import { allowTo, denyTo } from "../statements";
import * as the from "./deployments/deployment";
import { oneReader, policy, readStatement } from "./deployments/deployment";

/** Documents whose proof needs more than one of everything that has a limit. */
function withStatement(condition: object): AccessDocuments {
  const statement = denyTo("*", "secretsmanager:DeleteSecret", condition);
  return oneReader({ secretPolicy: policy(readStatement(the.ROLE, the.BILLING), statement) });
}

const variable = withStatement({
  StringLike: { "aws:PrincipalTag/a": ["$", "{aws:PrincipalTag/b, 'x'}"].join("") },
});
const lists = withStatement({ "ForAnyValue:StringLike": { "aws:TagKeys": ["a*", "b*"] } });
/** Anyone with such a tag may read. To show one, the prover has to search for a text. */
const open = oneReader({
  secretPolicy: policy({
    ...readStatement(the.ROLE, the.BILLING),
    Principal: "*",
    Condition: {
      StringLike: { "aws:PrincipalTag/a": "*q7*" },
      StringNotLike: { "aws:PrincipalTag/a": ["*z9*", "q*"] },
    },
  }),
});

const ofProofs: [LimitName, AccessDocuments][] = [
  ["comparisons", lists],
  ["resolutions", variable],
  ["literals", oneReader()],
];

/** Checks that the reason names the option and its value. */
function namesLimit(reason: string | undefined, name: LimitName, most = 1): void {
  match(reason ?? "", new RegExp(`^.*more than ${most} .* \\(--limit ${name}=${most}\\)$`));
}

describe("limits", function () {
  this.timeout(60_000);

  for (const [name, documents] of ofProofs) {
    it(`past that of ${name}, a claim is unknown, and says so`, async () => {
      const claims = ["secret-bounded" as const];
      strictEqual((await prove(documents, { claims })).result, "proved");
      const { claims: found, result } = await prove(documents, { claims, limits: { [name]: 1 } });
      strictEqual(result, "unknown");
      namesLimit(found.find((one) => one.result === "unknown")?.reason, name);
    });
  }

  it("past that of principals, who can read a secret is not complete", async () => {
    const documents = { ...oneReader(), administrators: [`arn:aws:iam::${the.OWNER}:role/admin`] };
    strictEqual((await whoCanRead(documents, the.SECRET)).result, "complete");
    const answer = await whoCanRead(documents, the.SECRET, { limits: { principals: 1 } });
    deepStrictEqual([answer.result, answer.found.length], ["unknown", 1]);
    namesLimit("reason" in answer ? answer.reason : undefined, "principals");
  });

  it("past that of states, what is open is unknown", async () => {
    const claims = ["secret-bounded" as const];
    // A finished search is remembered, so the low limit must come first.
    const { claims: found } = await prove(open, { claims, limits: { states: 1 } });
    namesLimit(found[0]?.reason, "states");
    strictEqual((await prove(open, { claims })).result, "refuted");
  });

  it("past that of changes, a difference is not told whole", async () => {
    const before = oneReader();
    const others = [1, 2].map((index) => `arn:aws:iam::${index}44444444444:role/reads`);
    const after = oneReader({
      secretPolicy: policy(
        readStatement(the.ROLE, the.BILLING),
        ...others.map((arn) => allowTo({ AWS: arn }, "secretsmanager:GetSecretValue")),
      ),
    });
    const keys = (after.keys ?? []).map((key) => ({
      ...key,
      policy: policy(allowTo({ AWS: others }, "kms:*")),
    }));
    const changes = (limits = {}) => difference(before, { ...after, keys }, { limits });
    ok((await changes()).every(({ result }) => result === "refuted"));
    namesLimit(
      (await changes({ changes: 1 })).find(({ result }) => result === "unknown")?.reason,
      "changes",
    );
  });

  it("past one, a difference still names a secret that only one version has", async () => {
    const whole = oneReader();
    const without = { ...whole, secrets: [], grants: [] };
    for (const [before, after] of [
      [without, whole],
      [whole, without],
    ] as const) {
      const found = await difference(before, after, { limits: { comparisons: 1 } });
      deepStrictEqual(
        found.map(({ result, subject }) => [result, subject]),
        [["unknown", the.SECRET]],
      );
    }
  });

  it("are refused where their name or value makes no sense", () => {
    throws(() => limitsWith({ steps: 1 } as object), {
      message: /^a limit must be one of comparisons, .*, chain, got steps$/,
    });
    for (const value of [0, -1, 1.5, Number.NaN]) {
      throws(() => limitsWith({ chain: value }), {
        message: `the limit chain must be a whole number from 1 on, got ${value}`,
      });
    }
  });
});
