import { type AccessDocuments, startsIn } from "eks-pod-secrets/access";
import type { LandingZone } from "eks-pod-secrets/grant";
import { identityOf } from "iam-proof";
import { parseArn } from "iam-proof/names";
import { waysOf } from "../../access-answers/through-changes";
import type { WaysAnswer } from "../../access-answers/way-shapes";
import { liveDocuments } from "../../documents/live-documents";
import type { SourceDocuments } from "../../documents/source-documents";
import { withGuards } from "../../guard/guard-policies";
import { guardedAccounts, type PlannedGuard } from "../../guard/plan-guards";
import { exemptIn, type Found } from "../../guard/protected";
import { UserError } from "../../terminal/errors";

/** What was read from the accounts, and the part that guards are made from. */
export interface LiveGuardFacts {
  found: Map<string, Found>;
  source: SourceDocuments;
  /** All roles and users of the accounts. */
  everyone: AccessDocuments;
}

/**
 * Checks that all principals that the guards exempt exist. A missing one is a `UserError`: with a wrong name, the guard would
 * keep out those who deploy.
 */
export async function liveGuardFacts(
  zone: LandingZone,
  file: string,
  named: readonly string[],
): Promise<LiveGuardFacts> {
  const source = await liveDocuments(zone, file);
  const everyone = source.everyone ?? source.documents;
  const { roles, users } = everyone;
  const there = new Set([...(roles ?? []), ...(users ?? [])].map(({ arn }) => arn));
  const found = new Map<string, Found>();
  for (const account of guardedAccounts(zone)) {
    const unread = source.live?.unread.find(
      ({ open }) => open.kind === "account" && open.account === account.id,
    );
    if (unread) {
      throw new UserError(
        `account ${account.id} must be read with --live, so that its guard keeps out nobody who deploys: ${unread.reason}`,
      );
    }
    const exempt = exemptIn(account, named);
    const missing = exempt.filter((arn) => !there.has(arn));
    if (missing.length > 0) {
      throw new UserError(
        `account ${account.id} must have everybody whom its guard exempts, and has no ${missing.join(", ")}: with a wrong ARN the guard keeps out whoever deploys. Mend --exempt, deployRole or administrators (a role's ARN holds its path)`,
      );
    }
    found.set(account.id, foundIn(everyone, account.id, exempt));
  }
  return { found, source, everyone };
}

/** The endpoints that limit something, and the providers that vouch for exempt principals. */
function foundIn({ roles, vpcEndpoints }: AccessDocuments, id: string, exempt: string[]): Found {
  const trusts = (roles ?? []).filter(({ arn }) => exempt.includes(arn));
  const text = JSON.stringify(trusts.map(({ trust }) => trust));
  const providers = text.match(/arn:[\w-]+:iam::\d{12}:(?:oidc|saml)-provider\/[^"]+/g) ?? [];
  const limiting = (vpcEndpoints ?? []).filter(({ policy }) => policy);
  const isOwn = (arn: string) => parseArn(arn)?.account === id;
  return {
    providers: providers.filter(isOwn),
    endpoints: limiting.map(({ arn }) => arn).filter(isOwn),
  };
}

/** Who else can come to read with the guards in force. A way that involves an exempt principal counts as declared. */
export async function waysLeft(
  { everyone, source }: LiveGuardFacts,
  planned: readonly PlannedGuard[],
): Promise<WaysAnswer | undefined> {
  const guards = planned.flatMap((one) => one.guards);
  const organization = withGuards(everyone.organization, guards);
  const exempt = planned.flatMap((one) => one.exempt);
  const administrators = [...(source.documents.administrators ?? []), ...exempt];
  const documents = { ...source.documents, administrators };
  const { throughChanges } = await waysOf(
    { ...source, documents, everyone: { ...everyone, organization } },
    { throughChanges: true },
    { starts: (world) => startsIn(world).filter((one) => !exempt.includes(identityOf(one))) },
  );
  return throughChanges;
}
