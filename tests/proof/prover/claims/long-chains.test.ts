import assert from "node:assert";

import type { RoleDocuments } from "../../../../proof";
import { prove } from "../../pods";
import { allow, trusts } from "../../statements";
import { variable } from "../../support";
import { ec2Trust, oneReader, policy, root } from "../deployments/deployment";
import * as the from "../deployments/names";

const roleAt = (place: number) => `arn:aws:iam::${the.OWNER}:role/number-${place}`;

/** Hands the tag on from the session that assumes the role. */
function trusting(Principal: object, conditions: object): object {
  return policy(
    trusts(Principal, ["sts:AssumeRole", "sts:TagSession"], {
      StringEqualsIfExists: { "aws:RequestTag/team": variable("aws:PrincipalTag/team") },
      ...conditions,
    }),
  );
}

/** A role that reads, with a tag if the first role may have one, at the end of so many others, of which instances become the first. */
function chainOf(
  length: number,
  trustOf: (maker: string) => object,
  tags?: Record<string, string>,
) {
  const own = oneReader();
  const condition = tags ? { StringEquals: { "aws:PrincipalTag/team": "audit" } } : {};
  const statement = { ...allow([...the.READS, "kms:Decrypt"]), Condition: condition };
  const others = Array.from({ length }, (_, place): RoleDocuments => {
    const trust = place === 0 ? ec2Trust : trustOf(roleAt(place - 1));
    const policies = [policy(allow("sts:*"))];
    return { arn: roleAt(place), trust, policies, tags: (place === 0 && tags) || {} };
  });
  const reading = {
    arn: the.AUDITOR,
    trust: trustOf(roleAt(length - 1)),
    policies: [policy(statement)],
  };
  return { ...own, roles: [...(own.roles ?? []), reading, ...others] };
}

async function readExclusive(documents: ReturnType<typeof chainOf>, chain = 16) {
  const limits = { chain };
  const { claims } = await prove(documents, {
    claims: ["read-exclusive"],
    limits,
    millisecondsPerClaim: 60_000,
  });
  const [claim] = claims;
  return [claim?.result, claim?.reason].filter(Boolean).join(": ");
}

describe("a role that is reached by way of many others", () => {
  const byRole = (maker: string) => trusting({ AWS: maker }, {});
  const unknown = (place: number) =>
    `unknown: it may take more roles than are looked at, each of which assumes the next, and it is not known who may become ${roleAt(place)}`;

  it("is followed back to the first of them", async () => {
    assert.strictEqual(await readExclusive(chainOf(5, byRole, {})), "proved");
    assert.strictEqual(await readExclusive(chainOf(5, byRole, { team: "audit" })), "refuted");
    assert.strictEqual(await readExclusive(chainOf(5, byRole)), "refuted");
  }).timeout(180_000);

  it("is unknown where there are more than the limit", async () => {
    assert.strictEqual(await readExclusive(chainOf(5, byRole), 3), unknown(2));
  }).timeout(180_000);

  it("is unknown where accounts are trusted, and conditions alone name the roles", async () => {
    const byAccount = (maker: string) =>
      trusting(root(the.OWNER), { ArnEquals: { "aws:PrincipalArn": maker } });
    assert.strictEqual(await readExclusive(chainOf(3, byAccount)), unknown(1));
  }).timeout(180_000);
});
