import { parseArn } from "eks-pod-secrets/grant";
import { isMapping } from "iam-proof/collections";
import type { FoundCluster, FoundRole } from "../found";
import { statementsOf, texts } from "./reads";

/** How a reader gets its credentials. */
export type Identity = "podIdentity" | "irsa" | "both";

/** Actions that the grants of an inventory allow by themselves: a policy of these alone is replaced by them. */
const GRANTED = new Set(
  [
    ...["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
    ...["secretsmanager:ListSecretVersionIds", "secretsmanager:GetResourcePolicy"],
    ...["kms:Decrypt", "kms:DescribeKey", "sts:AssumeRole", "sts:TagSession"],
    ...["ssm:GetParameter", "ssm:GetParameters", "ssm:DescribeParameters"],
  ].map((action) => action.toLowerCase()),
);

/** Whether the grants of an inventory allow an action by themselves. */
export function isGranted(action: string): boolean {
  return GRANTED.has(action.toLowerCase());
}

/** Which tags of a role or key an import loses: no inventory declares them, so `up` removes them. */
export function tagMarks(what: string, { tags = {} }: Pick<FoundRole, "tags">): string[] {
  const names = Object.keys(tags).filter((name) => !name.startsWith("aws:"));
  if (names.length === 0) return [];
  return [
    `decide: up removes the tags ${names.join(", ")} from ${what}; a tag that everything in the account may have can stand under the tags of the account`,
  ];
}

/** Whom a role's trust lets in beside pods of its cluster, in words; nothing where it is theirs alone. */
export function othersWhoBecome({ trust }: FoundRole, cluster: FoundCluster | undefined): string[] {
  const isOwnProvider = (arn: string) =>
    cluster?.issuer !== undefined && parseArn(arn)?.resource === `oidc-provider/${cluster.issuer}`;
  const others = statementsOf(trust)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ NotPrincipal, Principal }) => {
      if (NotPrincipal !== undefined) return ["everyone but some"];
      if (!isMapping(Principal)) return ["everyone"];
      return Object.entries(Principal).flatMap(([kind, names]) =>
        texts(names).filter(
          (name) =>
            !(kind === "Service" && name === "pods.eks.amazonaws.com") &&
            !(kind === "Federated" && isOwnProvider(name)),
        ),
      );
    });
  return [...new Set(others)];
}
