import assert from "node:assert";

import { blastRadius, type Compromise } from "../../pods";
import { allow } from "../../statements";
import * as the from "../deployments/deployment";
import { podTrust, policy, root, tagsOf } from "../deployments/deployment";
import {
  decrypt,
  documentsOf,
  get,
  inCluster,
  mayAssume,
  reader,
  service,
  trusting,
  untaggedPods,
} from "../deployments/let-in";
import { isGiven, OTHER_POD, POD } from "./given-away";

describe("what a compromise gives away", function () {
  this.timeout(60_000);
  const ofCluster: Compromise = { kind: "readers", with: { clusterArn: the.CLUSTER } };
  const ofNamespace = (namespace: string): Compromise => ({
    kind: "readers",
    with: { clusterArn: the.CLUSTER, namespace },
  });

  it("counts a role's own rights where the policy lets in its account", async () => {
    const documents = documentsOf(
      root(the.CLUSTER_ACCOUNT),
      [
        { arn: inCluster("able"), trust: podTrust(the.REPORTS), ...reader },
        { arn: inCluster("unable"), trust: podTrust(the.BILLING), policies: [] },
      ],
      {
        associations: [
          { ...the.REPORTS, roleArn: inCluster("able") },
          { ...the.BILLING, roleArn: inCluster("unable") },
        ],
      },
    );
    assert.deepStrictEqual(
      await isGiven(
        documents,
        { kind: "role", roleArn: inCluster("able") },
        { kind: "role", roleArn: inCluster("unable") },
        OTHER_POD,
        POD,
        ofNamespace("reports"),
        ofNamespace("billing"),
        ofCluster,
      ),
      [true, false, true, false, true, false, true],
    );
  });

  it("follows a role into those that it may assume, and no other role", async () => {
    const documents = documentsOf(
      { AWS: inCluster("last") },
      [
        { policies: [mayAssume(inCluster("next"))] },
        {
          arn: inCluster("next"),
          trust: trusting({ AWS: the.ROLE }),
          policies: [mayAssume(inCluster("last"))],
        },
        { arn: inCluster("last"), trust: trusting({ AWS: inCluster("next") }), ...reader },
        { arn: inCluster("beside"), trust: podTrust(the.REPORTS), policies: [] },
      ],
      {
        associations: [
          { ...the.BILLING, roleArn: the.ROLE },
          { ...the.REPORTS, roleArn: inCluster("beside") },
        ],
      },
    );
    assert.deepStrictEqual(
      await isGiven(
        documents,
        POD,
        OTHER_POD,
        ofNamespace("billing"),
        ofNamespace("reports"),
        { kind: "role", roleArn: the.ROLE },
        { kind: "role", roleArn: inCluster("beside") },
      ),
      [true, false, true, false, true, false],
    );
  });

  it("keeps a pod's tags on its way from role to role", async () => {
    const documents = documentsOf(
      { AWS: inCluster("last") },
      [
        { trust: service("pods.eks.amazonaws.com"), policies: [mayAssume(inCluster("next"))] },
        {
          arn: inCluster("next"),
          trust: trusting({ AWS: the.ROLE }),
          policies: [mayAssume(inCluster("beyond"))],
        },
        {
          arn: inCluster("beyond"),
          trust: trusting({ AWS: inCluster("next") }),
          policies: [mayAssume(inCluster("last"))],
        },
        {
          arn: inCluster("last"),
          trust: trusting(
            { AWS: inCluster("beyond") },
            { StringEquals: tagsOf("aws:PrincipalTag", the.BILLING) },
          ),
          ...reader,
        },
      ],
      { associations: [the.BILLING, the.REPORTS].map((one) => ({ ...one, roleArn: the.ROLE })) },
    );
    assert.deepStrictEqual(await isGiven(documents, POD, OTHER_POD), [true, false]);
  });

  it("counts target roles of another account as an administrator's, and those of nobody else's account", async () => {
    const documents = documentsOf(
      null,
      [
        { policies: [mayAssume(the.TARGET_ROLE)] },
        {
          arn: the.TARGET_ROLE,
          trust: trusting(root(the.CLUSTER_ACCOUNT), {
            ArnEquals: { "aws:PrincipalArn": the.ROLE },
            StringEquals: tagsOf("aws:RequestTag", the.BILLING),
          }),
          ...reader,
        },
      ],
      { associations: [{ ...the.BILLING, roleArn: the.ROLE, targetRoleArn: the.TARGET_ROLE }] },
    );
    const administrator = (account: string): Compromise => ({ kind: "administrator", account });
    assert.deepStrictEqual(
      await isGiven(
        documents,
        POD,
        { kind: "role", roleArn: the.ROLE },
        administrator(the.CLUSTER_ACCOUNT),
        administrator(the.OWNER),
        administrator("333333333333"),
      ),
      [true, true, true, true, false],
    );
  });

  it("counts pods without session tags in their namespace and cluster", async () => {
    const documents = documentsOf({ AWS: the.ROLE }, [{ ...reader, trust: untaggedPods }], {
      associations: [{ ...the.BILLING, roleArn: the.ROLE, disableSessionTags: true }],
    });
    assert.deepStrictEqual(
      await isGiven(documents, POD, ofNamespace("billing"), ofNamespace("reports"), ofCluster),
      [true, true, false, true],
    );
  });

  it("leaves out what a pod's session policy forgets", async () => {
    const limitedBy = (limit: object) =>
      documentsOf({ AWS: the.ROLE }, [{ ...reader, trust: untaggedPods }], {
        associations: [
          { ...the.BILLING, roleArn: the.ROLE, disableSessionTags: true, policy: limit },
        ],
      });
    const elsewhere = policy(allow("s3:*"));
    assert.deepStrictEqual(await isGiven(limitedBy(elsewhere), POD, ofCluster), [false, false]);
    assert.deepStrictEqual(await isGiven(limitedBy(policy(get, decrypt)), POD, ofCluster), [
      true,
      true,
    ]);
  });

  it("is sure of roles that may not go on, whatever others do in a circle", async () => {
    const documents = documentsOf({ AWS: inCluster("one") }, [
      {
        arn: inCluster("one"),
        trust: trusting({ AWS: inCluster("other") }),
        policies: [...reader.policies, mayAssume(inCluster("other"))],
      },
      {
        arn: inCluster("other"),
        trust: trusting({ AWS: inCluster("one") }),
        policies: [mayAssume(inCluster("one"))],
      },
      { arn: inCluster("beside"), trust: service("ec2.amazonaws.com"), policies: [] },
    ]);
    assert.deepStrictEqual(
      await isGiven(documents, { kind: "role", roleArn: inCluster("beside") }),
      [false],
    );
  });

  it("does not ask what roles would do that the attacker cannot become, however many", async () => {
    const others = Array.from({ length: 40 }, (_, index) => ({
      arn: inCluster(`beside-${index}`),
      trust: service("ec2.amazonaws.com"),
      policies: [policy({ ...get, Resource: `${the.SECRET}-${index}` })],
    }));
    const documents = documentsOf(root(the.CLUSTER_ACCOUNT), [
      { arn: inCluster("able"), trust: service("ec2.amazonaws.com"), ...reader },
      ...others,
    ]);
    const limits = { literals: 5_000 };
    const role: Compromise = { kind: "role", roleArn: inCluster("able") };
    const { found, result } = await blastRadius(documents, role, { limits });
    assert.deepStrictEqual([result, found.length], ["complete", 1]);
  });

  it("takes nobody of another account for the session that a trust policy names", async () => {
    const last = `arn:aws:iam::${the.OWNER}:role/last`;
    const session = `arn:aws:sts::${the.CLUSTER_ACCOUNT}:assumed-role/first/session`;
    const documents = documentsOf({ AWS: last }, [
      { arn: inCluster("first"), trust: service("ec2.amazonaws.com"), policies: [] },
      { arn: last, trust: trusting({ AWS: session }), policies: [] },
    ]);
    const administrator = (account: string): Compromise => ({ kind: "administrator", account });
    assert.deepStrictEqual(
      await isGiven(documents, administrator("333333333333"), administrator(the.CLUSTER_ACCOUNT)),
      [false, true],
    );
  });
});
