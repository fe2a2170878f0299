import type { AccessDocuments } from "eks-pod-secrets/access";
import type { LandingZone } from "eks-pod-secrets/grant";
import { parseArn } from "iam-proof/names";
import { type LiveAccount, liveAccounts } from "../../documents/live/live-accounts";
import { guardedAccounts } from "../../guard/plan-guards";
import { exemptIn, type Found } from "../../guard/protected";
import { UserError } from "../../terminal/errors";
import { toldOnce } from "../../terminal/repeated-reasons";

/** What the accounts tell of those that a guard is to exempt. */
export interface LiveGuardFacts {
  found: Map<string, Found>;
  /** The roles of the accounts, for who may become them. */
  documents: AccessDocuments;
}

/**
 * Looks whether everybody whom the guards exempt is there. Where somebody is not, that is a `UserError`: with a wrong name, the guard
 * would keep out whoever deploys.
 */
export async function liveGuardFacts(
  zone: LandingZone,
  named: readonly string[],
): Promise<LiveGuardFacts> {
  const accounts = await liveAccounts(zone);
  const found = new Map<string, Found>();
  for (const account of guardedAccounts(zone)) {
    const live = accounts.find((one) => one.account === account);
    const unread = live?.unread.find(({ open }) => open.kind === "account");
    if (!live || unread) {
      throw new UserError(
        toldOnce(
          `account ${account.id} must be read with --live, so that its guard keeps out nobody who deploys: ${unread?.reason ?? "it was not"}`,
          `account ${account.id} could not be read either`,
        ),
      );
    }
    const { roles, users } = live.identities;
    const there = new Set([...roles, ...users].map(({ arn }) => arn));
    const exempt = exemptIn(account, named);
    const missing = exempt.filter((arn) => !there.has(arn));
    if (missing.length > 0) {
      throw new UserError(
        `account ${account.id} must have everybody whom its guard exempts, and has no ${missing.join(", ")}: with a wrong ARN the guard keeps out whoever deploys. Mend --exempt, deployRole or administrators (a role's ARN holds its path)`,
      );
    }
    found.set(account.id, foundIn(live, exempt));
  }
  return {
    found,
    documents: {
      roles: accounts.flatMap(({ identities }) => identities.roles),
      oidcProviders: accounts.flatMap(({ account, oidcProviders: providers }) =>
        providers ? [{ account: account.id, providers }] : [],
      ),
    },
  };
}

/** The endpoints that limit something, and who vouches for the exempt. */
function foundIn({ account, identities, vpcEndpoints }: LiveAccount, exempt: string[]): Found {
  const trusts = identities.roles.filter(({ arn }) => exempt.includes(arn));
  const named = JSON.stringify(trusts.map(({ trust }) => trust));
  const providers = named.match(/arn:[\w-]+:iam::\d{12}:(?:oidc|saml)-provider\/[^"]+/g) ?? [];
  return {
    providers: providers.filter((arn) => parseArn(arn)?.account === account.id),
    endpoints: vpcEndpoints.flatMap(({ arn, policy }) => (policy ? [arn] : [])),
  };
}
