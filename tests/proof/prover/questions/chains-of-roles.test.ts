import assert from "node:assert";

import type { RoleDocuments } from "../../../../proof";
import { blastRadius, type Compromise } from "../../pods";
import { allow, trusts } from "../../statements";
import * as the from "../deployments/deployment";
import { podTrust, policy } from "../deployments/deployment";
import {
  assume,
  documentsOf,
  inCluster,
  mayAssume,
  reader,
  service,
  trusting,
} from "../deployments/let-in";
import { isGiven, OTHER_POD, POD } from "./given-away";

describe("what a compromise gives away by chains of roles", function () {
  this.timeout(60_000);
  const link = (index: number) => inCluster(`link-${index}`);
  const FIRST: Compromise = { kind: "role", roleArn: link(0) };

  /** A chain of roles: each may assume the next, and the last can read. One of them has other documents. */
  const chain = (length: number, broken = 0, other: Partial<RoleDocuments> = {}) =>
    documentsOf(
      { AWS: link(length) },
      Array.from({ length: length + 1 }, (_, index) => ({
        arn: link(index),
        trust: index === 0 ? service("ec2.amazonaws.com") : trusting({ AWS: link(index - 1) }),
        policies: index === length ? reader.policies : [mayAssume(link(index + 1))],
        ...(index === broken && other),
      })),
    );

  it("follows a chain of sixty roles, from its first role and from the pods that have it", async () => {
    const documents = chain(60, 0, { trust: podTrust(the.BILLING) });
    const associations = [{ ...the.BILLING, roleArn: link(0) }];
    assert.deepStrictEqual(await isGiven({ ...documents, associations }, FIRST, POD, OTHER_POD), [
      true,
      true,
      false,
    ]);
  });

  const breaks: Record<string, Partial<RoleDocuments>> = {
    "a Deny": { policies: [mayAssume(link(31)), policy({ ...allow("sts:*"), Effect: "Deny" })] },
    "a boundary": { permissionsBoundary: policy({ ...allow("sts:*"), Effect: "Deny" }) },
    "a condition of its trust policy": {
      trust: trusting({ AWS: link(29) }, { ArnEquals: { "aws:PrincipalArn": link(50) } }),
    },
    "the trust policy of somebody else": { trust: trusting({ AWS: link(50) }) },
  };
  for (const [what, other] of Object.entries(breaks)) {
    it(`follows no chain that ${what} breaks in its midst, and is sure of it`, async () => {
      assert.deepStrictEqual(await isGiven(chain(40, 30, other), FIRST), [false]);
      const beyond: Compromise = { kind: "role", roleArn: link(31) };
      assert.deepStrictEqual(await isGiven(chain(40, 50, other), FIRST, beyond), [true, true]);
    });
  }

  it("leaves open what longer chains give away where roles may become each other in a circle", async () => {
    const [first, one, two] = [0, 1, 2].map(link) as [string, string, string];
    const tagged = { StringEquals: { "aws:PrincipalTag/team": "a" } };
    const documents = documentsOf({ AWS: one }, [
      {
        arn: first,
        trust: policy(trusts({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole")),
        policies: [mayAssume(one)],
      },
      {
        arn: one,
        trust: policy(trusts({ AWS: two }, assume), trusts({ AWS: first }, assume, tagged)),
        ...reader,
      },
      { arn: two, trust: trusting({ AWS: one }), policies: [mayAssume(one)] },
    ]);
    const answer = await blastRadius(documents, FIRST);
    assert.strictEqual(
      "reason" in answer && answer.reason,
      "there may be more than 16 roles in a chain, each of which assumes the next (--limit chain=16)",
    );
  });

  it("does not know who becomes a role whose trust policy the documents lack", async () => {
    const documents = documentsOf({ AWS: link(1) }, [
      { arn: link(0), trust: service("ec2.amazonaws.com"), policies: [mayAssume("*")] },
      { arn: link(1), ...reader, trust: null },
    ]);
    const answer = await blastRadius(documents, FIRST);
    assert.strictEqual(
      "reason" in answer && answer.reason,
      `the documents lack the trust policy of ${link(1)}, so nobody knows who becomes it`,
    );
  });
});
