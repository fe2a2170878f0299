import assert from "node:assert";

import type { ClaimId } from "../../../proof/prover/claims/claim";
import { prove } from "../pods";
import { BILLING, oneReader, policy, ROLE, readStatement } from "./deployments/deployment";

const CLAIMS: ClaimId[] = ["secret-bounded", "grant-available"];

type Condition = Record<string, Record<string, string | string[]>>;

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index));

const under = (condition: Condition) =>
  policy(readStatement(ROLE, BILLING, { Condition: condition }));

/** Policies that could make a search endless, each with what may be said instead of an answer. */
const hostile: Record<string, object> = {
  "a thousand overlapping patterns": under({
    StringLike: { "aws:SourceVpc": many(1_000, (i) => `*a${i}*b${i % 7}*c*`) },
  }),
  "patterns whose product has countless states": under({
    StringLike: { "aws:SourceVpc": many(25, (i) => `*${"ab"[i % 2]}${"?".repeat(i + 5)}*`) },
    StringNotLike: { "aws:SourceVpc": many(25, (i) => `*${"ab"[i % 2]}${"?".repeat(i + 6)}b*`) },
  }),
  "thousands of names and thousands of patterns under one key": under({
    StringEquals: { "aws:SourceVpc": many(2_000, (i) => `vpc-${i}`) },
    StringNotLike: { "aws:SourceVpc": many(2_000, (i) => `*${i}*x`) },
  }),
  "numbers in thousands of ranges": under({
    NumericLessThan: { "aws:MultiFactorAuthAge": many(1_500, (i) => String(i * 3)) },
    NumericGreaterThan: { "aws:MultiFactorAuthAge": many(1_500, (i) => String(i * 3 + 1)) },
  }),
  "addresses in thousands of ranges": under({
    IpAddress: { "aws:SourceIp": many(1_500, (i) => `10.${i >> 8}.${i & 255}.0/24`) },
    NotIpAddress: { "aws:SourceIp": many(1_500, (i) => `10.${i >> 8}.${i & 255}.128/25`) },
  }),
  "a megabyte of statements": policy(
    ...many(3_000, (i) => `${ROLE}-${i}`).map((role) => readStatement(role, BILLING)),
  ),
};

const refused: Record<string, object> = {
  "more than 1000 ways to resolve the variables of one pattern (--limit resolutions=1000)": under({
    StringLike: { "aws:SourceVpc": many(24, (i) => `\${aws:PrincipalTag/t${i}, 'd'}`).join("") },
  }),
  "more than 500000 comparisons of condition keys and values in one question (--limit comparisons=500000)":
    policy(
      ...many(1_500, (i) => `*a${i}*`).map((pattern) =>
        readStatement(ROLE, BILLING, {
          Condition: { "ForAnyValue:StringLike": { "aws:TagKeys": [pattern, `b${pattern}c`] } },
        }),
      ),
    ),
};

describe("prove, of hostile documents", () => {
  for (const [title, secretPolicy] of Object.entries(hostile)) {
    it(`ends with an answer or says why not: ${title}`, async () => {
      const { claims } = await prove(oneReader({ secretPolicy }), {
        claims: CLAIMS,
        millisecondsPerClaim: 500,
      });
      for (const { reason, result } of claims) {
        assert.strictEqual(reason !== undefined, result === "unknown");
        assert.match(reason ?? "", /^$|--time-limit 0\.5|--limit /);
      }
    }).timeout(180_000);
  }

  for (const [expected, secretPolicy] of Object.entries(refused)) {
    it(`are unknown, with the limit that they pass: ${expected}`, async () => {
      const { claims, result } = await prove(oneReader({ secretPolicy }), {
        claims: ["secret-bounded"],
      });
      assert.strictEqual(result, "unknown");
      const [bounded] = claims;
      assert.deepStrictEqual([bounded?.claim, bounded?.result], ["secret-bounded", "unknown"]);
      assert.strictEqual(bounded?.reason, expected);
    }).timeout(180_000);
  }

  it("are unknown once the time is over, whatever the question waits for", async () => {
    const { claims } = await prove(oneReader(), { claims: CLAIMS, millisecondsPerClaim: 1e-3 });
    assert.deepStrictEqual(
      new Set(claims.map(({ reason, result }) => `${result}: ${reason}`)),
      new Set([
        "unknown: the time for one claim (--time-limit 0.000001) ran out while 8 patterns of one text were compared",
      ]),
    );
  });
});
