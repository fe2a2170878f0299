import assert from "node:assert";
import type { AccessDocuments } from "../../pods";
import { allow } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, policy } from "../deployments/deployment";
import { asksFor, isSame } from "./same-fingerprint";

function variable(tag: string): string {
  return `\${aws:PrincipalTag/${tag}}`;
}

describe("tags, in a fingerprint", () => {
  it("is the same for documents that differ in tags for which no policy asks", () => {
    const tagged = (tags: Record<string, string>) =>
      oneReader({ secretTags: tags, roleTags: tags, secretAlso: [asksFor("aws:ResourceTag/app")] });
    const [one, other] = [tagged({ name: "a*", app: "x" }), tagged({ name: "b", app: "x" })];
    assert.ok(isSame(one, other, [the.SECRET, the.SECRET]));
    assert.ok(isSame(one, tagged({ app: "x" }), [the.SECRET, the.SECRET]));
    assert.ok(isSame(oneReader(), oneReader({ roleTags: { name: "x" } }), [the.ROLE, the.ROLE]));
  });

  it("is the same for documents whose tags are compared with one another alone", () => {
    const asking = (value: string) => asksFor("aws:ResourceTag/team", value);
    const tagged = (team: string, role: string, ...secretAlso: object[]) =>
      oneReader({ secretTags: { team }, roleTags: { team: role }, secretAlso });
    const alike = (one: AccessDocuments, other: AccessDocuments) =>
      isSame(one, other, [the.SECRET, the.SECRET]);
    const byTag = asking(variable("team"));
    assert.ok(alike(tagged("red", "blue", byTag), tagged("green", "blue", byTag)));
    assert.ok(!alike(tagged("red", "blue", byTag), tagged("red", "red", byTag)));
    assert.ok(alike(tagged("red", "x", asking("red")), tagged("blue", "x", asking("blue"))));
    assert.ok(!alike(tagged("red", "x", asking("red")), tagged("blue", "x", asking("red"))));
  });

  it("tells apart values of tags that conditions compare with more than tags", () => {
    const tagged = (team: string, more: Partial<AccessDocuments> = {}) =>
      oneReader({ secretTags: { team }, secretAlso: [asksFor("aws:ResourceTag/team", "x")], more });
    const organization = { id: "o-members" };
    const grants = [
      { grantee: the.STRANGER, operations: ["Decrypt"], encryptionContextSubset: { app: "red" } },
    ];
    const keys = [{ arn: the.KEY, policy: policy(the.ownerStatement), grants }];
    const pairs: [one: AccessDocuments, other: AccessDocuments][] = [
      [tagged("o-members", { organization }), tagged("o-others", { organization })],
      [tagged("red", { keys }), tagged("blue", { keys })],
      [tagged(""), tagged("a")],
      [tagged("1"), tagged("2")],
      [tagged(the.STRANGER), tagged("a")],
    ];
    for (const [one, other] of pairs) {
      assert.ok(isSame(one, one, [the.SECRET, the.SECRET]));
      assert.ok(!isSame(one, other, [the.SECRET, the.SECRET]), JSON.stringify(one.secrets));
    }
  });

  it("tells apart tags that tell a reader, though no policy asks for them", () => {
    const [own, others] = ["billing", "others"].map((value) =>
      oneReader({ trust: the.ec2Trust, roleTags: { "Kubernetes-Namespace": value } }),
    );
    assert.ok(own && others && !isSame(own, others, [the.ROLE, the.ROLE]));
  });

  it("tells apart tags for which any policy asks, in whatever way", () => {
    const everywhere = (statement: object) => [[policy(statement)]];
    const inEndpoint = `arn:aws:ec2:us-east-1:${the.PARTNER}:vpc-endpoint/vpce-1`;
    const asking: Record<string, Parameters<typeof oneReader>[0]> = {
      "by the service's key": { secretAlso: [asksFor("secretsmanager:ResourceTag/TEAM")] },
      "of the principal, in a trust policy": { trustAlso: [asksFor("aws:PrincipalTag/team")] },
      "in the key's policy": { keyAlso: [asksFor("aws:ResourceTag/team")] },
      "as a variable": {
        secretAlso: ["a", variable("team")].map((value) => asksFor("aws:PrincipalTag/x", value)),
      },
      "in a boundary": {
        boundary: policy(allow("*", "*", { StringEquals: { "aws:ResourceTag/team": "a" } })),
      },
      "in the control policy of an account that nothing else names": {
        more: {
          organization: {
            serviceControlPolicies: [
              { account: "999999999999", levels: everywhere(asksFor("aws:ResourceTag/Team")) },
            ],
          },
        },
      },
      "in the policy of an endpoint": {
        more: {
          vpcEndpoints: [
            {
              arn: inEndpoint,
              service: "com.amazonaws.us-east-1.sts",
              policy: policy(asksFor("aws:ResourceTag/team")),
            },
          ],
        },
      },
    };
    for (const [how, parts] of Object.entries(asking)) {
      const [one, other] = ["a", "b"].map((team) =>
        oneReader({ ...parts, secretTags: { team }, roleTags: { team } }),
      );
      assert.ok(one && other && isSame(one, one, [the.SECRET, the.SECRET]), how);
      assert.ok(!isSame(one, other, [the.SECRET, the.SECRET]), how);
    }
  });
});
