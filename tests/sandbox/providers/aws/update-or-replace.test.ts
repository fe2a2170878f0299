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

/** For each type, the first inputs, and another value of each property, grouped by what its change does. */
const cases: Record<string, { from: Properties; update: Properties; replace: Properties }> = {
  "aws:secretsmanager/secret:Secret": {
    from: { name: "s" },
    update: {
      description: "d",
      kmsKeyId: "k",
      recoveryWindowInDays: 7,
      forceOverwriteReplicaSecret: true,
      replicas: [{ region: "eu-west-1" }],
      tags: { a: "b" },
    },
    replace: { name: "t", region: "eu-west-1" },
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    from: { secretArn: arn("1"), policy: policy("a") },
    update: { policy: policy("b"), blockPublicPolicy: true },
    replace: { secretArn: arn("2") },
  },
  "aws:secretsmanager/secretRotation:SecretRotation": {
    from: {
      secretId: "s",
      rotationRules: { automaticallyAfterDays: 30 },
      rotationLambdaArn: arn("l"),
    },
    update: {
      rotationLambdaArn: arn("m"),
      rotationRules: { automaticallyAfterDays: 7 },
      rotateImmediately: false,
    },
    replace: { secretId: "t" },
  },
  "aws:kms/key:Key": {
    from: {},
    update: {
      description: "d",
      enableKeyRotation: true,
      isEnabled: false,
      deletionWindowInDays: 7,
      policy: policy("kms:*"),
      tags: { a: "b" },
    },
    replace: { multiRegion: true, keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048" },
  },
  "aws:kms/alias:Alias": {
    from: { name: "alias/a", targetKeyId: "1" },
    update: { targetKeyId: "2" },
    replace: { name: "alias/b" },
  },
  "aws:kms/keyPolicy:KeyPolicy": {
    from: { keyId: "1", policy: policy("a") },
    update: { keyId: "2", policy: policy("b"), bypassPolicyLockoutSafetyCheck: true },
    replace: {},
  },
  "aws:kms/replicaKey:ReplicaKey": {
    from: { primaryKeyArn: arn("1") },
    update: { description: "d", enabled: false, policy: policy("a") },
    replace: { primaryKeyArn: arn("2") },
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    from: { url: "https://issuer.example", clientIdLists: ["a"] },
    update: { clientIdLists: ["b"], thumbprintLists: ["0"], tags: { a: "b" } },
    replace: { url: "https://other.example" },
  },
  "aws:iam/role:Role": {
    from: { name: "r", assumeRolePolicy: policy("a") },
    update: {
      assumeRolePolicy: policy("b"),
      description: "d",
      maxSessionDuration: 7200,
      permissionsBoundary: arn("b"),
      forceDetachPolicies: true,
      tags: { a: "b" },
    },
    replace: { name: "s", path: "/pods/" },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    from: { name: "p", role: "r", policy: policy("a") },
    update: { policy: policy("b") },
    replace: { name: "q", role: "s" },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    from: { role: "r", policyArn: arn("1") },
    update: {},
    replace: { role: "s", policyArn: arn("2") },
  },
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": {
    from: { roleName: "r", policyNames: ["p"] },
    update: { policyNames: ["q"] },
    replace: { roleName: "s" },
  },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": {
    from: { roleName: "r", policyArns: ["arn:1"] },
    update: { policyArns: [] },
    replace: { roleName: "s" },
  },
  "aws:iam/policy:Policy": {
    from: { name: "p", policy: policy("a") },
    update: { policy: policy("b"), tags: { a: "b" } },
    replace: { name: "q", path: "/x/", description: "d" },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    from: { clusterName: "c", namespace: "n", serviceAccount: "s", roleArn: arn("r") },
    update: {
      roleArn: arn("q"),
      targetRoleArn: arn("t"),
      disableSessionTags: true,
      policy: policy("a"),
      tags: { a: "b" },
    },
    replace: { clusterName: "d", namespace: "m", serviceAccount: "t" },
  },
  "aws:eks/addon:Addon": {
    from: { clusterName: "c", addonName: "a" },
    update: {
      addonVersion: "v2",
      configurationValues: "{}",
      serviceAccountRoleArn: arn("r"),
      preserve: true,
      resolveConflictsOnUpdate: "OVERWRITE",
    },
    replace: { clusterName: "d", addonName: "b" },
  },
  "aws:eks/cluster:Cluster": {
    from: { name: "c", roleArn: arn("r"), vpcConfig: cluster },
    update: {
      version: "1.35",
      vpcConfig: { ...cluster, endpointPrivateAccess: true },
      accessConfig: { authenticationMode: "API" },
      enabledClusterLogTypes: ["audit"],
    },
    replace: { name: "d", roleArn: arn("q"), bootstrapSelfManagedAddons: false },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    from: {
      clusterName: "c",
      nodeGroupName: "n",
      nodeRoleArn: arn("r"),
      subnetIds: ["subnet-1", "subnet-2"],
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
    },
    update: { scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 2 }, labels: { a: "b" } },
    replace: {
      clusterName: "d",
      nodeGroupName: "m",
      nodeRoleArn: arn("q"),
      subnetIds: ["subnet-2"],
      instanceTypes: ["t3.large"],
      amiType: "AL2023_ARM_64_STANDARD",
    },
  },
  "aws:eks/accessEntry:AccessEntry": {
    from: { clusterName: "c", principalArn: arn("p") },
    update: { kubernetesGroups: ["g"], userName: "u" },
    replace: { clusterName: "d", principalArn: arn("q"), type: "EC2_LINUX" },
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    from: {
      clusterName: "c",
      principalArn: arn("p"),
      policyArn: arn("a"),
      accessScope: { type: "cluster" },
    },
    update: {},
    replace: {
      clusterName: "d",
      principalArn: arn("q"),
      policyArn: arn("b"),
      accessScope: { type: "namespace", namespaces: ["n"] },
    },
  },
  "aws:organizations/policy:Policy": {
    from: { name: "n", content: policy("a") },
    update: {
      content: policy("b"),
      description: "d",
      name: "m",
      skipDestroy: true,
      tags: { a: "b" },
    },
    replace: { type: "RESOURCE_CONTROL_POLICY" },
  },
  "aws:organizations/policyAttachment:PolicyAttachment": {
    from: { policyId: "p-11111111", targetId: "111111111111" },
    update: { skipDestroy: true },
    replace: { policyId: "p-22222222", targetId: "222222222222" },
  },
};

describe("update or replace, as the real AWS provider does", () => {
  it("has a case for every resource type", () => {
    deepStrictEqual(Object.keys(cases).sort(), [...resources.keys()].sort());
  });

  for (const [type, { from, ...effects }] of Object.entries(cases)) {
    const check = async (news: Properties, olds: Properties = {}) => {
      const request = { name: "thing", news, olds, randomSeed: Buffer.from("seed") };
      const { inputs, failures } = await lifecycle().check(request);
      deepStrictEqual(failures, []);
      return inputs;
    };
    const lifecycle = () => lifecycleOf(resources.get(type) as never, account);

    const changes = Object.entries(effects).flatMap(([effect, properties]) =>
      Object.entries(properties).map(([property, next]) => ({ effect, property, next })),
    );
    for (const { effect, property, next } of changes) {
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
