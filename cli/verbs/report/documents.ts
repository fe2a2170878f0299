import type { AccessDocuments } from "eks-pod-secrets/access";
import {
  type PolicyDocument,
  type PolicyKind,
  policyBudgets,
  policySize,
} from "eks-pod-secrets/policy";
import type { ControlPolicies, RawPolicy } from "iam-proof";
import type { PageDocument } from "./page-data";

/** The ids of nodes by the ARNs that documents belong to. */
type NodeByArn = ReadonlyMap<string, string>;

/** All documents, with the names that decisions use for them. */
export function pageDocuments(documents: AccessDocuments, nodes: NodeByArn): PageDocument[] {
  const own = (
    kind: PolicyKind,
    title: string,
    arn: string,
    policy: RawPolicy | null | undefined,
  ) => (policy ? [budgeted(kind, `${title} of ${arn}`, nodes.get(arn), policy)] : []);
  return [
    ...(documents.roles ?? []).flatMap(({ arn, policies, trust }) => [
      ...own("podRoleTrust", "trust policy", arn, trust),
      ...(policies ?? []).flatMap((policy, index) =>
        own("podRolePolicy", `identity policy ${index + 1}`, arn, policy),
      ),
    ]),
    ...(documents.secrets ?? []).flatMap(({ arn, policy }) =>
      own("secretResourcePolicy", "resource policy", arn, policy),
    ),
    ...(documents.keys ?? []).flatMap(({ arn, policy }) =>
      own("secretKeyPolicy", "key policy", arn, policy),
    ),
    ...control("service", documents.organization?.serviceControlPolicies),
    ...control("resource", documents.organization?.resourceControlPolicies),
  ];
}

/** A document that this package does not write. */
export function foreignDocument(title: string, policy: unknown): PageDocument {
  return { title, policy, size: JSON.stringify(policy)?.length ?? 0, unit: "characters" };
}

function budgeted(
  kind: PolicyKind,
  title: string,
  node: string | undefined,
  policy: RawPolicy,
): PageDocument {
  const { limit, unit } = policyBudgets[kind];
  const size = policySize(kind, policy as PolicyDocument);
  return { title, ...(node && { node }), kind, size, limit, unit, policy };
}

function control(
  kind: "service" | "resource",
  all: ControlPolicies[] | null | undefined,
): PageDocument[] {
  return (all ?? []).flatMap(({ account, levels }) =>
    levels.flatMap((documents, level) =>
      documents.map((document, index) =>
        foreignDocument(
          `${kind} control policy ${index + 1} at level ${level + 1} of account ${account}`,
          document,
        ),
      ),
    ),
  );
}
