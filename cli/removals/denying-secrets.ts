import type { ResolvedReader, ResolvedSecret } from "../../sdk/grant";

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
