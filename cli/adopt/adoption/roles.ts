import { parseArn } from "eks-pod-secrets/grant";
import { secretReadActions } from "eks-pod-secrets/policy";
import { isMapping, type Mapping } from "iam-proof/collections";
import { type Tags, tagParts } from "../../stacks/before-run/seen-parts";
import type { FoundCluster, FoundRole } from "../found";
import { conditionsOf, isDeleted, statementsOf, texts } from "./reads";

/** Actions that the grants of an inventory allow. */
const GRANTED = [
  ...secretReadActions,
  ...["kms:Decrypt", "ssm:GetParameters", "sts:AssumeRole", "sts:TagSession"],
];

/** Actions that many policies allow beside the reads. They read no value, and no mount needs them. */
const BESIDE_READS = [
  ...["secretsmanager:ListSecretVersionIds", "secretsmanager:GetResourcePolicy"],
  ...["kms:DescribeKey", "ssm:DescribeParameters"],
];

/** IAM compares actions without case. */
function isOneOf(actions: readonly string[], action: string): boolean {
  return actions.some((one) => one.toLowerCase() === action.toLowerCase());
}

/** Whether the grants of an inventory allow an action. */
export function isGranted(action: string): boolean {
  return isOneOf(GRANTED, action);
}

/** Whether an action goes although no grant allows it. A mark says so. */
export function isBesideReads(action: string): boolean {
  return isOneOf(BESIDE_READS, action);
}

/** Whether all of these actions may go with a policy that grants replace. */
export function areReplaceable(actions: unknown): boolean {
  return texts(actions).every((one) => isGranted(one) || isBesideReads(one));
}

/** A mark, if there is a cause for it. */
export function markIf(causes: readonly unknown[], mark: string): string[] {
  return causes.length > 0 ? [mark] : [];
}

/** Keys of the conditions by which an inventory's own policies let in, too. */
const ASKED = /^(kms:|aws:(Principal(Arn|Tag\/)|Source(Account|Arn)$|RequestTag\/))|:(sub|aud)$/i;

/** The conditions of statements that go: no policy of an inventory tests them. */
export function limitMarks(what: string, statements: readonly Mapping[]): string[] {
  const keys = statements
    .flatMap((one) => conditionsOf(one).map(({ key }) => key))
    .filter((key) => !ASKED.test(key));
  return markIf(
    keys,
    `decide: ${what} allows reads only under conditions on ${[...new Set(keys)].join(", ")}, and goes; up allows them without`,
  );
}

/** Which tags of a role, key or association an import loses: no inventory declares them, so `up` removes them. */
export function tagMarks(what: string, { tags }: { tags?: Tags }): string[] {
  const names = Object.keys(tagParts(tags)).flatMap((part) => /^tag (.*)/s.exec(part)?.[1] ?? []);
  return markIf(
    names,
    `decide: up removes the tags ${names.join(", ")} from ${what}; a tag that everything in the account may have can stand under the tags of the account`,
  );
}

/** A service account as the token of a pod names it. */
export function subjectOf({ name, namespace }: { name: string; namespace: string }): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/**
 * Who can assume a role besides the pod with this token, in words. Pods with associations do not count. Of the service accounts of
 * the pod's cluster, it names those that the trust names, or a pattern.
 */
export function othersWhoBecome(
  { trust }: FoundRole,
  cluster: FoundCluster | undefined,
  subject = "",
): string[] {
  const isOwnProvider = (arn: string) =>
    cluster?.issuer !== undefined && parseArn(arn)?.resource === `oidc-provider/${cluster.issuer}`;
  const others = statementsOf(trust)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) => {
      const { NotPrincipal, Principal } = statement;
      if (NotPrincipal !== undefined) return ["everyone but some"];
      if (!isMapping(Principal)) return ["everyone"];
      return Object.entries(Principal).flatMap(([kind, names]) =>
        texts(names).flatMap((name) => {
          if (isDeleted(name)) return [];
          if (kind === "Service" && name === "pods.eks.amazonaws.com") return [];
          return kind === "Federated" && isOwnProvider(name) ? subjectsOf(statement) : name;
        }),
      );
    });
  return [...new Set(others)].filter((one) => one !== subject);
}

/** The service accounts that a statement lets in, or a pattern of them. */
function subjectsOf(statement: Mapping): string[] {
  const named = conditionsOf(statement).filter(
    ({ key, operator }) =>
      /:sub$/i.test(key) && /^(ForAnyValue:)?String(Equals|Like)/i.test(operator),
  );
  return named.length > 0
    ? named.flatMap(({ values }) => values)
    : [subjectOf({ namespace: "*", name: "*" })];
}
