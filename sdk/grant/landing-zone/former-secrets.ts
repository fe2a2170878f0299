import type {
  FormerSecret,
  LandingZone,
  ResolvedAccount,
  ResolvedGrant,
  ResolvedSecret,
} from "./landing-zone";

/** A secret that replaces another. */
export type Successor = ResolvedSecret & { former: FormerSecret };

export function successors({ secrets }: Pick<LandingZone, "secrets">): Successor[] {
  return secrets.filter(isSuccessor);
}

export function isSuccessor(secret: ResolvedSecret): secret is Successor {
  return secret.former !== undefined;
}

/** Whether a secret has moved here from another account. */
export function hasMoved(secret: ResolvedSecret): secret is Successor {
  return secret.former !== undefined && secret.former.account !== secret.account;
}

/** Whether a grant is for something that an account owns, or for a secret that has moved out of it. */
export function isOrWasOf(account: ResolvedAccount, grant: ResolvedGrant): boolean {
  if (grant.target.account === account) return true;
  return grant.kind === "secret" && grant.target.former?.account === account;
}

/**
 * The secret that another replaces, with the readers and settings of its successor: whoever may read the new secret may read the
 * old one while it exists. Nothing rotates the old one, so the value that is copied stays the same. Its replicas are removed if the
 * new secret is in another account or region, because nothing says which ones there were.
 */
export function formerSecret({ former, ...successor }: Successor): ResolvedSecret {
  const { keepDays: _, ...was } = former;
  const { account, grants, region, replicas, rotation } = successor;
  const isBeside = was.account === account && was.region === region;
  const secret: ResolvedSecret = {
    ...{ ...successor, key: undefined, ...was },
    replicas: isBeside ? replicas : [],
    rotation: rotation && { roleArn: rotation.roleArn },
  };
  secret.grants = grants.map((grant) => ({
    ...{ ...grant, target: secret },
    ...(!isBeside && { regions: [secret.region] }),
  }));
  return secret;
}

/** The secrets of an account that others replace. */
export function formerSecrets(
  { secrets }: Pick<LandingZone, "secrets">,
  account: ResolvedAccount,
): ResolvedSecret[] {
  // A copy is made only of the account's own secrets: every account passes all of them.
  const own = successors({ secrets }).filter(({ former }) => former.account === account);
  return own.map(formerSecret).map((secret) => {
    // An AWS managed key only serves its own account, so only readers of that account could read the old secret.
    secret.grants = secret.grants.filter(
      ({ reader: { role, targetRole } }) =>
        secret.key || (targetRole ?? role).account.id === account.id,
    );
    return secret;
  });
}
