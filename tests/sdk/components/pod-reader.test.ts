import { deepStrictEqual, strictEqual } from "node:assert";
import { Role } from "@pulumi/aws/iam/role";
import * as pulumi from "@pulumi/pulumi";

import { PodReader, type PodReaderArgs, readerRoleName } from "../../../sdk";
import { podRoleAssumePolicy, podRolePolicy, podRoleTrust } from "../../../sdk/policy";
import { args, clusterArn, foreign, keyArn, own, parameter, targetRoleArn } from "./minimal-args";
import { mockEngine, promiseOf } from "./mocked-engine";

async function construct(changes: Partial<PodReaderArgs> = {}) {
  const engine = await mockEngine();
  const reader = new PodReader("orders", { ...args, ...changes });
  const outputs = await promiseOf(
    pulumi.all([reader.roleArn, reader.roleName, reader.associationId, reader.serviceAccount]),
  );
  await engine.settled();
  return { ...engine, outputs };
}

async function statements(changes: Partial<PodReaderArgs>) {
  const engine = await construct(changes);
  const { inputs } = engine.one("aws:iam/rolePolicy:RolePolicy", "orders-policy");
  return JSON.parse(inputs.policy).Statement;
}

describe("PodReader", () => {
  it("creates the role, its policy, the association and the service account", async () => {
    const engine = await construct();
    deepStrictEqual(engine.children(), [
      "aws:eks/podIdentityAssociation:PodIdentityAssociation orders-association",
      "aws:iam/role:Role orders-role",
      "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive orders-only-policy",
      "aws:iam/rolePolicy:RolePolicy orders-policy",
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive orders-no-attachments",
      "eks-pod-secrets:index:PodReader orders",
      "kubernetes:core/v1:ServiceAccount orders-service-account",
    ]);
  });

  it("lets the role have no policy but its own", async () => {
    const engine = await construct({ roleName: "orders" });
    const [policies, attachments] = ["RolePolicies", "RolePolicyAttachments"].map(
      (kind) => `aws:iam/r${kind.slice(1)}Exclusive:${kind}Exclusive`,
    ) as [string, string];
    const roleName = "orders";
    deepStrictEqual(engine.one(policies, "orders-only-policy").inputs, {
      roleName,
      policyNames: ["read-granted"],
    });
    deepStrictEqual(engine.one(attachments, "orders-no-attachments").inputs, {
      roleName,
      policyArns: [],
    });
    const only = engine.registered.find(({ resource }) => resource.startsWith(policies));
    deepStrictEqual(only?.dependencies.policyNames, [
      "aws:iam/rolePolicy:RolePolicy orders-policy",
    ]);
  });

  it("lets the role keep the policies of others that are named", async () => {
    const engine = await construct({ keptPolicyNames: ["revoked", "a-policy"] });
    const type = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
    deepStrictEqual(engine.one(type, "orders-only-policy").inputs.policyNames, [
      "a-policy",
      "read-granted",
      "revoked",
    ]);
  });

  it("lets the role keep the managed policies that are named", async () => {
    const policyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
    const engine = await construct({ keptPolicyArns: policyArns });
    const type = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive";
    deepStrictEqual(engine.one(type, "orders-no-attachments").inputs.policyArns, policyArns);
  });

  it("derives a name for the role that owners can derive too", async () => {
    const { outputs } = await construct();
    const [roleArn, roleName, associationId, serviceAccount] = outputs;
    strictEqual(/^shop-orders-orders-api-[a-z0-9]+$/.test(roleName), true, roleName);
    const pod = { clusterArn, namespace: "orders", serviceAccount: "orders-api" };
    strictEqual(roleName, readerRoleName(pod));
    strictEqual(roleArn, `arn:aws:iam::111111111111:role/${roleName}`);
    strictEqual(associationId, "a-orders-association");
    strictEqual(serviceAccount, "orders-api");
  });

  it("outputs the service account once it and its association exist", async () => {
    const engine = await mockEngine();
    const { serviceAccount } = new PodReader("orders", args);
    new Role("after", { assumeRolePolicy: serviceAccount });
    await engine.settled();
    const after = engine.registered.find(({ resource }) => resource === "aws:iam/role:Role after");
    deepStrictEqual(after?.dependencies.assumeRolePolicy, [
      "aws:eks/podIdentityAssociation:PodIdentityAssociation orders-association",
      "kubernetes:core/v1:ServiceAccount orders-service-account",
    ]);
  });

  it("takes the role's name, path, boundary and tags", async () => {
    const permissionsBoundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    const engine = await construct({
      roleName: "orders",
      rolePath: "/pods/",
      permissionsBoundary,
      tags: { team: "orders" },
    });
    const { assumeRolePolicy, ...inputs } = engine.one("aws:iam/role:Role", "orders-role").inputs;
    deepStrictEqual(inputs, {
      forceDetachPolicies: true,
      name: "orders",
      path: "/pods/",
      permissionsBoundary,
      tags: { team: "orders" },
    });
  });

  it("lets only EKS Pod Identity, for this reader of this cluster, assume the role", async () => {
    const engine = await construct();
    const { assumeRolePolicy } = engine.one("aws:iam/role:Role", "orders-role").inputs;
    const pod = { clusterArn, namespace: "orders", serviceAccount: "orders-api" };
    deepStrictEqual(JSON.parse(assumeRolePolicy), podRoleTrust(pod));
  });

  const oidcProviderArn =
    "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";
  const ways = { roleName: "orders", oidcProviderArn };
  const annotated = { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/orders" };

  for (const [identity, formerIdentity, trusted, isAssociated, annotations] of [
    ["podIdentity", undefined, "podIdentity", true, undefined],
    ["both", undefined, "both", true, annotated],
    ["irsa", undefined, "irsa", false, annotated],
    ["irsa", "both", "both", false, annotated],
  ] as const) {
    const before = formerIdentity ? `, which was ${formerIdentity}` : "";
    it(`lets pods become the role by ${identity}${before}`, async () => {
      const { outputs, ...engine } = await construct({ ...ways, identity, formerIdentity });
      const { assumeRolePolicy } = engine.one("aws:iam/role:Role", "orders-role").inputs;
      const pod = { clusterArn, namespace: "orders", serviceAccount: "orders-api" };
      deepStrictEqual(
        JSON.parse(assumeRolePolicy),
        podRoleTrust(pod, { identity: trusted, oidcProviderArn }),
      );
      const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
      strictEqual(engine.children().includes(`${type} orders-association`), isAssociated);
      const account = "kubernetes:core/v1:ServiceAccount";
      const { metadata } = engine.one(account, "orders-service-account").inputs;
      deepStrictEqual(metadata.annotations, annotations);
      strictEqual(outputs[3], "orders-api");
    });
  }

  it("associates the service account with the role, session tags left on", async () => {
    const engine = await construct({ roleName: "orders" });
    const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
    deepStrictEqual(engine.one(type, "orders-association").inputs, {
      clusterName: "shop",
      namespace: "orders",
      serviceAccount: "orders-api",
      roleArn: "arn:aws:iam::111111111111:role/orders",
    });
  });

  it("leaves a service account that exists alone", async () => {
    const engine = await construct({ createServiceAccount: false });
    deepStrictEqual(
      engine.children().filter((child) => child.startsWith("kubernetes:")),
      [],
    );
  });

  it("grants the exact secrets and parameters, each key through its service only", async () => {
    const granted = {
      secrets: [{ arn: own }, { arn: foreign, keyArn }],
      parameters: [{ arn: parameter }],
    };
    const { Statement } = podRolePolicy({ readerAccount: "111111111111", ...granted });
    deepStrictEqual(await statements(granted), Statement);
  });

  it("through a target role, may become that role and nothing else", async () => {
    const changes = { secrets: undefined, targetRoleArn };
    deepStrictEqual(await statements(changes), podRoleAssumePolicy(targetRoleArn).Statement);
    const engine = await construct(changes);
    const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
    strictEqual(engine.one(type, "orders-association").inputs.targetRoleArn, targetRoleArn);
  });

  it("gets a new association when it goes through no target role any more, and else keeps it", async () => {
    const replacedOn = async (changes: Partial<PodReaderArgs>) => {
      await mockEngine();
      const seen: pulumi.CustomResourceOptions[] = [];
      const look: pulumi.ResourceTransformation = ({ opts, type }) => {
        if (type === "aws:eks/podIdentityAssociation:PodIdentityAssociation") seen.push(opts);
        return undefined;
      };
      const reader = new PodReader("orders", { ...args, ...changes }, { transformations: [look] });
      await promiseOf(reader.associationId);
      const { deleteBeforeReplace = false, replaceOnChanges = [] } = seen[0] ?? {};
      return { deleteBeforeReplace, replaceOnChanges };
    };
    deepStrictEqual(await replacedOn({}), {
      deleteBeforeReplace: true,
      replaceOnChanges: ["targetRoleArn"],
    });
    deepStrictEqual(await replacedOn({ secrets: undefined, targetRoleArn }), {
      deleteBeforeReplace: false,
      replaceOnChanges: [],
    });
  });

  it("puts AWS resources and the service account with the providers given for each", async () => {
    const engine = await mockEngine();
    const { Provider } = await import("@pulumi/aws/provider.js");
    const { Provider: Kubernetes } = await import("@pulumi/kubernetes/provider.js");
    const providers = [new Provider("account-a", {}), new Kubernetes("shop", {})];
    await promiseOf(new PodReader("orders", args, { providers }).roleArn);
    await engine.settled();
    deepStrictEqual(
      new Set(
        engine.resources
          .filter(({ type }) => /^(aws|kubernetes):/.test(type))
          .map(({ provider, type }) => `${type.split(":")[0]} ${provider}`),
      ),
      new Set(["aws account-a", "kubernetes shop"]),
    );
  });
});
