import { parseArn } from "eks-pod-secrets/grant";
import { mayTryOn, type World } from "iam-proof";
import { accountsOf } from "../../associations";
import { awsCall, eksKind, inCluster } from "../../kind";
import type { AccessScope } from "../../rbac/access-policies";
import type { Cluster } from "../../rbac/cluster";
import { createEntry, entryArn, principalsFor, withEntry } from "./access-entries";

const ASSOCIATE = "eks:AssociateAccessPolicy";

/** In order of strength, strongest first. */
const POLICIES = ["ClusterAdmin", "Admin", "Edit", "AdminView"].map(
  (one) => `AmazonEKS${one}Policy`,
);

/** The whole cluster, and each namespace alone: a condition may allow only one of them. */
function scopes(world: World, cluster: Cluster): AccessScope[] {
  const namespaces = new Set(accountsOf(world, cluster).map(({ namespace }) => namespace));
  return [
    { type: "cluster" },
    ...[...namespaces].map((one): AccessScope => ({ type: "namespace", namespaces: [one] })),
  ];
}

/** Somebody associates an access policy of EKS with an access entry of their own. */
export const administerCluster = eksKind({
  id: "associate-access-policy",
  gives: "becomes",
  title: "Let oneself into a cluster by an access policy",
  actions: ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"],
  *changesOf(world, cluster, actor) {
    const { partition } = parseArn(cluster.arn) ?? {};
    for (const principal of principalsFor(world, cluster, actor, ASSOCIATE)) {
      const isThere = cluster.accessEntries.some(({ principalArn }) => principalArn === principal);
      const arn = entryArn(cluster, principal);
      if (!mayTryOn(world, actor, ASSOCIATE, arn)) continue;
      const create = isThere ? [] : [createEntry(cluster, principal)];
      for (const accessScope of scopes(world, cluster)) {
        for (const name of POLICIES) {
          const policyArn = `arn:${partition}:eks::aws:cluster-access-policy/${name}`;
          const { namespaces, type } = accessScope;
          const associate = awsCall(ASSOCIATE, arn, {
            "eks:principalArn": principal,
            "eks:policyArn": policyArn,
            "eks:accessScope": type,
            ...(namespaces && { "eks:namespaces": namespaces }),
          });
          yield {
            target: inCluster(cluster, `the access entry of ${principal}`),
            variant: [name, type, ...(namespaces ?? [])].join(" "),
            alters: [cluster.arn, principal],
            calls: [...create, associate],
            apply: (before) =>
              withEntry(before, cluster.arn, principal, { policies: [{ policyArn, accessScope }] }),
          };
        }
      }
    }
  },
});
