import type {
  FormerSecret,
  LandingZone,
  ResolvedAccount,
  ResolvedGrant,
  ResolvedSecret,
} from "./landing-zone";

/** A secret that takes the place of another. */
export type Successor = ResolvedSecret & { former: FormerSecret };

export function successors({ secrets }: Pick<LandingZone, "secrets">): Successor[] {
  return secrets.filter((secret): secret is Successor => secret.former !== undefined);
}

/** Whether a secret was another account's. */
export function hasMoved(secret: ResolvedSecret): secret is Successor {
  return secret.former !== undefined && secret.former.account !== secret.account;
}

/** Whether a grant is of what an account owns, or of a secret that has moved out of it. */
export function isOrWasOf(account: ResolvedAccount, grant: ResolvedGrant): boolean {
  if (grant.target.account === account) return true;
  return grant.kind === "secret" && grant.target.former?.account === account;
}

/**
 * The secret that another takes the place of, with the readers and settings of that one: whoever may read the new one may read the old
 * one for as long as it is there. Nothing rotates an old one, so that its value stays the one that is copied. Its own replicas go where
 * the new one is of another account or region: nobody says which they were.
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

/** The secrets of an account that others take the place of. */
export function formerSecrets(
  { secrets }: Pick<LandingZone, "secrets">,
  account: ResolvedAccount,
): ResolvedSecret[] {
  // Each secret is copied only where it is one: every account asks of all secrets.
  const own = successors({ secrets }).filter(({ former }) => former.account === account);
  return own.map(formerSecret).map((secret) => {
    // AWS's own key serves one account: under it, the old secret was read there only.
    secret.grants = secret.grants.filter(
      ({ reader: { role, targetRole } }) =>
        secret.key || (targetRole ?? role).account.id === account.id,
    );
    return secret;
  });
}
