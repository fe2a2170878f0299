import { deepStrictEqual, strictEqual } from "node:assert/strict";

import type { Account } from "../../../../sandbox/providers/aws/account/account";
import { lifecycleOf } from "../../../../sandbox/providers/aws/lifecycle/lifecycle";
import { resources } from "../../../../sandbox/providers/aws/resources";
import type { Properties } from "../../../../sandbox/providers/common/values";

const account = { region: "us-east-1", defaultTags: {} } as Account;
const policy = (action: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
const arn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
const cluster = { subnetIds: ["subnet-1", "subnet-2"] };

/** Per type: inputs to begin with, then for each property another value and what it does. */
const cases: Record<
  string,
  { from: Properties; changes: Record<string, [next: unknown, effect: "update" | "replace"]> }
> = {
  "aws:secretsmanager/secret:Secret": {
    from: { name: "s" },
    changes: {
      name: ["t", "replace"],
      description: ["d", "update"],
      kmsKeyId: ["k", "update"],
      recoveryWindowInDays: [7, "update"],
      forceOverwriteReplicaSecret: [true, "update"],
      replicas: [[{ region: "eu-west-1" }], "update"],
      tags: [{ a: "b" }, "update"],
      region: ["eu-west-1", "replace"],
    },
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    from: { secretArn: arn("1"), policy: policy("a") },
    changes: {
      secretArn: [arn("2"), "replace"],
      policy: [policy("b"), "update"],
      blockPublicPolicy: [true, "update"],
    },
  },
  "aws:secretsmanager/secretRotation:SecretRotation": {
    from: {
      secretId: "s",
      rotationRules: { automaticallyAfterDays: 30 },
      rotationLambdaArn: arn("l"),
    },
    changes: {
      secretId: ["t", "replace"],
      rotationLambdaArn: [arn("m"), "update"],
      rotationRules: [{ automaticallyAfterDays: 7 }, "update"],
      rotateImmediately: [false, "update"],
    },
  },
  "aws:kms/key:Key": {
    from: {},
    changes: {
      description: ["d", "update"],
      enableKeyRotation: [true, "update"],
      isEnabled: [false, "update"],
      deletionWindowInDays: [7, "update"],
      policy: [policy("kms:*"), "update"],
      tags: [{ a: "b" }, "update"],
      multiRegion: [true, "replace"],
      keyUsage: ["SIGN_VERIFY", "replace"],
      customerMasterKeySpec: ["RSA_2048", "replace"],
    },
  },
  "aws:kms/alias:Alias": {
    from: { name: "alias/a", targetKeyId: "1" },
    changes: { name: ["alias/b", "replace"], targetKeyId: ["2", "update"] },
  },
  "aws:kms/keyPolicy:KeyPolicy": {
    from: { keyId: "1", policy: policy("a") },
    changes: {
      keyId: ["2", "update"],
      policy: [policy("b"), "update"],
      bypassPolicyLockoutSafetyCheck: [true, "update"],
    },
  },
  "aws:kms/replicaKey:ReplicaKey": {
    from: { primaryKeyArn: arn("1") },
    changes: {
      primaryKeyArn: [arn("2"), "replace"],
      description: ["d", "update"],
      enabled: [false, "update"],
      policy: [policy("a"), "update"],
    },
  },
  "aws:iam/role:Role": {
    from: { name: "r", assumeRolePolicy: policy("a") },
    changes: {
      name: ["s", "replace"],
      path: ["/pods/", "replace"],
      assumeRolePolicy: [policy("b"), "update"],
      description: ["d", "update"],
      maxSessionDuration: [7200, "update"],
      permissionsBoundary: [arn("b"), "update"],
      forceDetachPolicies: [true, "update"],
      tags: [{ a: "b" }, "update"],
    },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    from: { name: "p", role: "r", policy: policy("a") },
    changes: { name: ["q", "replace"], role: ["s", "replace"], policy: [policy("b"), "update"] },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    from: { role: "r", policyArn: arn("1") },
    changes: { role: ["s", "replace"], policyArn: [arn("2"), "replace"] },
  },
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": {
    from: { roleName: "r", policyNames: ["p"] },
    changes: { roleName: ["s", "replace"], policyNames: [["q"], "update"] },
  },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": {
    from: { roleName: "r", policyArns: ["arn:1"] },
    changes: { roleName: ["s", "replace"], policyArns: [[], "update"] },
  },
  "aws:iam/policy:Policy": {
    from: { name: "p", policy: policy("a") },
    changes: {
      name: ["q", "replace"],
      path: ["/x/", "replace"],
      description: ["d", "replace"],
      policy: [policy("b"), "update"],
      tags: [{ a: "b" }, "update"],
    },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    from: { clusterName: "c", namespace: "n", serviceAccount: "s", roleArn: arn("r") },
    changes: {
      clusterName: ["d", "replace"],
      namespace: ["m", "replace"],
      serviceAccount: ["t", "replace"],
      roleArn: [arn("q"), "update"],
      targetRoleArn: [arn("t"), "update"],
      disableSessionTags: [true, "update"],
      policy: [policy("a"), "update"],
      tags: [{ a: "b" }, "update"],
    },
  },
  "aws:eks/addon:Addon": {
    from: { clusterName: "c", addonName: "a" },
    changes: {
      clusterName: ["d", "replace"],
      addonName: ["b", "replace"],
      addonVersion: ["v2", "update"],
      configurationValues: ["{}", "update"],
      serviceAccountRoleArn: [arn("r"), "update"],
      preserve: [true, "update"],
      resolveConflictsOnUpdate: ["OVERWRITE", "update"],
    },
  },
  "aws:eks/cluster:Cluster": {
    from: { name: "c", roleArn: arn("r"), vpcConfig: cluster },
    changes: {
      name: ["d", "replace"],
      roleArn: [arn("q"), "replace"],
      version: ["1.35", "update"],
      vpcConfig: [{ ...cluster, endpointPrivateAccess: true }, "update"],
      accessConfig: [{ authenticationMode: "API" }, "update"],
      enabledClusterLogTypes: [["audit"], "update"],
      bootstrapSelfManagedAddons: [false, "replace"],
    },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    from: {
      clusterName: "c",
      nodeGroupName: "n",
      nodeRoleArn: arn("r"),
      subnetIds: ["subnet-1", "subnet-2"],
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
    },
    changes: {
      clusterName: ["d", "replace"],
      nodeGroupName: ["m", "replace"],
      nodeRoleArn: [arn("q"), "replace"],
      subnetIds: [["subnet-2"], "replace"],
      instanceTypes: [["t3.large"], "replace"],
      amiType: ["AL2023_ARM_64_STANDARD", "replace"],
      scalingConfig: [{ minSize: 1, desiredSize: 2, maxSize: 2 }, "update"],
      labels: [{ a: "b" }, "update"],
    },
  },
  "aws:eks/accessEntry:AccessEntry": {
    from: { clusterName: "c", principalArn: arn("p") },
    changes: {
      clusterName: ["d", "replace"],
      principalArn: [arn("q"), "replace"],
      type: ["EC2_LINUX", "replace"],
      kubernetesGroups: [["g"], "update"],
      userName: ["u", "update"],
    },
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    from: {
      clusterName: "c",
      principalArn: arn("p"),
      policyArn: arn("a"),
      accessScope: { type: "cluster" },
    },
    changes: {
      clusterName: ["d", "replace"],
      principalArn: [arn("q"), "replace"],
      policyArn: [arn("b"), "replace"],
      accessScope: [{ type: "namespace", namespaces: ["n"] }, "replace"],
    },
  },
};

describe("update or replace, as the real AWS provider does", () => {
  it("has a case for every resource type", () => {
    deepStrictEqual(Object.keys(cases).sort(), [...resources.keys()].sort());
  });

  for (const [type, { from, changes }] of Object.entries(cases)) {
    const check = async (news: Properties, olds: Properties = {}) => {
      const request = { name: "thing", news, olds, randomSeed: Buffer.from("seed") };
      const { inputs, failures } = await lifecycle().check(request);
      deepStrictEqual(failures, []);
      return inputs;
    };
    const lifecycle = () => lifecycleOf(resources.get(type) as never, account);

    for (const [property, [next, effect]] of Object.entries(changes)) {
      it(`${effect}s ${type} when ${property} changes`, async () => {
        const oldInputs = await check(from);
        const state = { ...oldInputs, region: account.region };
        const news = await check({ ...from, [property]: next }, oldInputs);
        const { changes: seen } = lifecycle().diff({ id: "id", oldInputs, state, news });
        const kinds = Object.entries(seen);
        deepStrictEqual([...new Set(kinds.map(([path]) => path.split(/[.[]/)[0]))], [property]);
        strictEqual(
          kinds.some(([, kind]) => kind.endsWith("-replace")),
          effect === "replace",
        );
      });
    }

    it(`leaves ${type} alone when nothing changes`, async () => {
      const oldInputs = await check(from);
      const state = { ...oldInputs, region: account.region };
      const news = await check(from, oldInputs);
      deepStrictEqual(lifecycle().diff({ id: "id", oldInputs, state, news }).changes, {});
    });
  }
});
