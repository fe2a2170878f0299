import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { CLUSTER, roleArn, withCluster } from "./eks-support";
import { roleClients } from "./secrets-support";
import { A } from "./support";

describe("EKS access entries", () => {
  const { eks, sandbox } = withCluster();

  it("are changed by conditions on the policy, its scope, the groups and the user", async () => {
    const names = { clusterName: CLUSTER, principalArn: roleArn(A, "team") };
    await eks.createAccessEntry(names);
    const { eks: limited } = await roleClients(sandbox, "limited", [
      {
        Action: "eks:AssociateAccessPolicy",
        Resource: "*",
        Condition: {
          StringEquals: { "eks:accessScope": "namespace" },
          "ForAllValues:StringEquals": { "eks:namespaces": ["default"] },
          ArnLike: { "eks:policyArn": "arn:aws:eks::aws:cluster-access-policy/*ViewPolicy" },
        },
      },
      {
        Action: ["eks:UpdateAccessEntry", "eks:CreateAccessEntry"],
        Resource: "*",
        Condition: {
          StringLikeIfExists: { "eks:username": "team-*" },
          "ForAllValues:StringEquals": { "eks:kubernetesGroups": ["viewers"] },
        },
      },
    ]);
    const associate = (name: string, ...namespaces: string[]) =>
      limited.associateAccessPolicy({
        ...{ ...names, policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}` },
        accessScope:
          namespaces.length > 0 ? { type: "namespace", namespaces } : { type: "cluster" },
      });
    const refused = { name: "AccessDeniedException" };
    await associate("AmazonEKSViewPolicy", "default");
    await rejects(associate("AmazonEKSEditPolicy", "default"), refused);
    await rejects(associate("AmazonEKSViewPolicy", "default", "other"), refused);
    await rejects(associate("AmazonEKSViewPolicy"), refused);
    const change = { ...names, username: "team-1", kubernetesGroups: ["viewers"] };
    await limited.updateAccessEntry(change);
    await rejects(limited.updateAccessEntry({ ...change, username: "admin" }), refused);
    await rejects(limited.updateAccessEntry({ ...change, kubernetesGroups: ["admins"] }), refused);
    const principalArn = roleArn(A, "other");
    await rejects(
      limited.createAccessEntry({ ...names, principalArn, kubernetesGroups: ["admins"] }),
      refused,
    );
  });

  it("are guarded by conditions on the entry, and on the policy that is taken off", async () => {
    const names = { clusterName: CLUSTER, principalArn: roleArn(A, "guarded") };
    await eks.createAccessEntry(names);
    const kept = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    await eks.associateAccessPolicy({
      ...names,
      policyArn: kept,
      accessScope: { type: "cluster" },
    });
    const deny = (name: string, action: string, condition: Record<string, string>) =>
      roleClients(sandbox, name, [
        { Action: "eks:*", Resource: "*" },
        {
          ...{ Effect: "Deny", Action: action, Resource: "*" },
          Condition: { StringEquals: condition },
        },
      ]);
    const refused = { name: "AccessDeniedException" };
    const entry = { "eks:principalArn": names.principalArn, "eks:clusterName": CLUSTER };
    const { eks: limited } = await deny("no-entry", "eks:*AccessEntry", {
      ...entry,
      "eks:accessEntryType": "STANDARD",
    });
    await rejects(limited.updateAccessEntry({ ...names, username: "me" }), refused);
    await rejects(limited.deleteAccessEntry(names), refused);
    const { eks: other } = await deny("no-policy", "eks:DisassociateAccessPolicy", {
      "eks:policyArn": kept,
    });
    await rejects(other.disassociateAccessPolicy({ ...names, policyArn: kept }), refused);
  });

  it("carry access policies with a scope", async () => {
    const principalArn = roleArn(A, "viewer");
    const names = { clusterName: CLUSTER, principalArn };
    const { accessEntry } = await eks.createAccessEntry(names);
    equal(accessEntry?.username, `arn:aws:sts::${A}:assumed-role/viewer/{{SessionName}}`);
    await rejects(eks.createAccessEntry(names), { name: "ResourceInUseException" });
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    await eks.associateAccessPolicy({
      ...names,
      policyArn,
      accessScope: { type: "namespace", namespaces: ["default"] },
    });
    const { associatedAccessPolicies } = await eks.listAssociatedAccessPolicies(names);
    deepStrictEqual(associatedAccessPolicies?.[0]?.accessScope, {
      type: "namespace",
      namespaces: ["default"],
    });
    ok(
      (await eks.listAccessEntries({ clusterName: CLUSTER })).accessEntries?.includes(principalArn),
    );
    await rejects(
      eks.associateAccessPolicy({
        ...names,
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
        accessScope: { type: "cluster" },
      }),
      { name: "InvalidParameterException" },
    );
  });
});
