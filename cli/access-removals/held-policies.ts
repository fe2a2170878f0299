import {
  type Reader,
  type ResolvedReader,
  type ResolvedSecret,
  readerKey,
} from "eks-pod-secrets/grant";
import { type PolicyDocument, pinnedReader } from "eks-pod-secrets/policy";
import { addTo } from "iam-proof/collections";
import type { HeldResource } from "./removal-shape";

export function readsIn({ Statement }: PolicyDocument): string[] {
  const all = [Statement].flat().flatMap(({ Resource = [] }) => Resource);
  return [...new Set(all)].filter((arn) => /^arn:[^:]+:(?:secretsmanager|ssm):/.test(arn));
}

export function readersIn(policy: unknown): Reader[] {
  return statementsOf(policy).flatMap(
    ({ Condition, Effect }) =>
      (Effect === "Allow" && pinnedReader("aws:PrincipalTag", Condition)) || [],
  );
}

export function statementsOf(policy: unknown): PolicyDocument["Statement"] {
  return [documentOf(policy)?.Statement ?? []].flat();
}

/** A document of the state, where policies are JSON texts; undefined where there is none. */
export function documentOf(policy: unknown): PolicyDocument | undefined {
  return typeof policy === "string" && policy !== "" ? JSON.parse(policy) : undefined;
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A secret whose policy denies a reader. */
export interface DenyingSecret extends ResolvedSecret {
  /** Another secret takes its place, so that it may be gone. */
  isFormer?: true;
}

/**
 * The secrets whose policy denies a reader once it is revoked: those of other accounts that it reads as its own role, and those whose
 * place they take. Of a reader that others deploy, all that it reads: no other policy is this inventory's. What others own, they alone
 * can change.
 */
export function denyingSecrets({
  external,
  grants,
  role,
  targetRole,
}: ResolvedReader): DenyingSecret[] {
  if (targetRole) return [];
  return grants
    .flatMap(({ kind, target }): DenyingSecret[] => {
      if (kind !== "secret" || target.external) return [];
      return target.former ? [target, { ...target, ...target.former, isFormer: true }] : [target];
    })
    .filter(({ account }) => external || account !== role.account);
}

/** ARNs of the roles that stacks have deployed, by the key of the reader whose pods alone become each. */
export type ReadingRoles = ReadonlyMap<string, readonly string[]>;

export function readingRoles(resources: readonly HeldResource[]): ReadingRoles {
  const roles = new Map<string, string[]>();
  for (const { outputs = {}, type } of resources) {
    const reader = type === "aws:iam/role:Role" && trusted(outputs);
    if (reader) addTo(roles, readerKey(reader), text(outputs.arn));
  }
  return roles;
}

/** The reader that a role trusts. */
export function trusted({ assumeRolePolicy }: Record<string, unknown>): Reader | undefined {
  const [trust] = statementsOf(assumeRolePolicy);
  return pinnedReader("aws:RequestTag", trust?.Condition);
}
