import assert from "node:assert";
import fc from "fast-check";
import { evaluate } from "../../../../proof";
import type { AccessDocuments } from "../../pods";
import { prove } from "../../pods";
import { allowAll, OWN, OWN_ROLE, policy, request, session, variable } from "../../support";

const lengths = fc.integer({ min: 1, max: 500 });

describe("a secret with a long name that begins with a tag of the session", () => {
  for (const length of [1, 100, 200, 500]) {
    it(`is read by nobody whose tag begins otherwise: ${length} letters`, async () => {
      const name = "ab".repeat(length).slice(0, length);
      assert.deepStrictEqual(await resultsOf(name, "x*"), ["proved"]);
      assert.deepStrictEqual(await resultsOf(name, "a*"), ["refuted"]);
    });
  }

  it("is read with exactly the tags that it begins with, as requests say", () => {
    fc.assert(
      fc.property(lengths, lengths, fc.constantFrom("", "x"), (length, end, more) => {
        const name = "ab".repeat(length).slice(0, length);
        const team = name.slice(0, end) + more;
        const asked = request(session(OWN, { team }), { resource: arnOf(name) });
        const { decision } = evaluate(documentsOf(name, "*"), asked);
        const isBeginning = `${name}-AbCdEf`.startsWith(team);
        assert.strictEqual(decision, isBeginning ? "allowed" : "denied");
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

async function resultsOf(name: string, team: string): Promise<string[]> {
  const { claims } = await prove(documentsOf(name, team), { claims: ["read-exclusive"] });
  return claims.map(({ result }) => result);
}

const arnOf = (name: string) => `arn:aws:secretsmanager:us-east-1:${OWN}:secret:${name}-AbCdEf`;

/** A role whose sessions have a tag like `team`, and read the secrets whose names begin with it. */
function documentsOf(name: string, team: string): AccessDocuments {
  const trust = policy("trust", {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${OWN}:role/maker` },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringLike: { "aws:RequestTag/team": team } },
  });
  const tag = variable("aws:PrincipalTag/team");
  const Resource = arnOf("").replace("-AbCdEf", `${tag}*`);
  const rights = policy("rights", { ...allowAll(), Resource });
  return {
    secrets: [{ arn: arnOf(name), key: null, policy: null }],
    roles: [{ arn: OWN_ROLE, tags: {}, trust: trust.document, policies: [rights.document] }],
  };
}
