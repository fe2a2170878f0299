import { accountOf, parseArn } from "iam-proof/names";
import type { ReaderArgs } from "../argument-types/pod-secret-args";
import type { PolicyDocument } from "../policy/document";
import * as rules from "../rules";
import { partitionFlaw } from "../rules/arn-rules";
import { formatPath, type Path, type Problem, problemIf } from "../rules/problem";
import { textProblems } from "../rules/rule";
import { reject } from "./refusal";
import type { Known } from "./whole";

interface RoleArgs {
  roleName?: string;
  rolePath?: string;
  permissionsBoundary?: string;
  keptPolicyArns?: (string | undefined)[];
}

/** What IAM would refuse of a role of this account. */
export function roleProblems(args: RoleArgs, account: string | undefined): Problem[] {
  const { keptPolicyArns = [], permissionsBoundary, roleName, rolePath } = args;
  const ofAccount = (arn: string) => rules.boundaryFlaw(arn, account);
  return [
    ...textProblems(["roleName"], roleName, rules.roleName),
    ...textProblems(["rolePath"], rolePath, rules.rolePath),
    ...rules.arnProblems(["permissionsBoundary"], permissionsBoundary, rules.policyArn, ofAccount),
    ...keptPolicyArns.flatMap((arn, index) =>
      rules.arnProblems(["keptPolicyArns", index], arn, rules.policyArn, ofAccount),
    ),
  ];
}

/** A pod can only assume roles in its cluster's account. */
export function podRoleProblems(
  path: Path,
  roleArn: string | undefined,
  clusterArn: string | undefined,
): Problem[] {
  return rules.arnProblems(path, roleArn, rules.roleArn, (arn) =>
    rules.accountFlaw(arn, accountOf(clusterArn), ", the cluster's"),
  );
}

/** Problems with a reader's names. Wildcards are the worst: `StringEquals` takes them literally, and nobody could read. */
export function readerProblems(reader: Known<ReaderArgs> = {}): Problem[] {
  return [
    ...rules.arnProblems(["clusterArn"], reader.clusterArn, rules.clusterArn),
    ...textProblems(["namespace"], reader.namespace, rules.label),
    ...textProblems(["serviceAccount"], reader.serviceAccount, rules.subdomain),
  ];
}

/**
 * ARNs in `args` whose partition differs from that of the first one: partitions cannot reach each other. Values that are not known
 * yet pass.
 */
export function onePartitionProblems(args: object): Problem[] {
  const [first, ...others] = arnsIn(args, []);
  if (!first) return [];
  const { partition = "" } = parseArn(first.arn) ?? {};
  return others.flatMap(({ arn, path }) =>
    problemIf(path, partitionFlaw(arn, partition, formatPath(first.path))),
  );
}

function arnsIn(value: unknown, path: Path): { arn: string; path: Path }[] {
  if (typeof value === "string") return parseArn(value) ? [{ arn: value, path }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    arnsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/**
 * Returns the document. Throws if a statement has no `Sid`, or if two share one: a statement of the user's own must never replace
 * another, and findings name each statement by its Sid.
 */
export function withDistinctSids<D extends PolicyDocument>(document: D): D {
  const seen = new Set<string>();
  for (const { Sid } of document.Statement) {
    if (!Sid) rejectStatements("a statement without one; give it one");
    if (seen.has(Sid)) rejectStatements(`"${Sid}" twice; rename yours`);
    seen.add(Sid);
  }
  return document;
}

function rejectStatements(got: string): void {
  reject(problemIf(["extraPolicyStatements"], `must have Sids of their own, got ${got}`));
}
