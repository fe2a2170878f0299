import type { AccessDocuments } from "eks-pod-secrets/access";
import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import { everyoneInAccounts, type ManagedPolicy, type OrganizationDocuments } from "iam-proof";
import { inParallel, sortedUnique } from "iam-proof/collections";
import { usedAccounts } from "../../inventory/used-accounts";
import { type LiveAccount, readAccounts } from "./live-accounts";
import { AT_ONCE, ask, askAllPages, UnreadError } from "./live-call";
import { ORGANIZATION_CALLS } from "./small-calls";
import { attempt, type Unread, understoodText } from "./unread";

/** Where AWS Organizations is called, by partition. */
const HOMES: Record<string, string> = {
  aws: "us-east-1",
  "aws-cn": "cn-northwest-1",
  "aws-us-gov": "us-gov-west-1",
};

/** Accounts of an inventory that act for the whole organization and hold nothing of the inventory. */
export function organizationAccounts(
  zone: LandingZone,
  delegated: OrganizationDocuments["delegatedAdministrators"] = zone.organization
    .delegatedAdministrators,
): ResolvedAccount[] {
  const used = usedAccounts(zone);
  const ids = [
    zone.organization.managementAccount,
    ...(delegated ?? []).map(({ account }) => account),
  ];
  return zone.accounts.filter((one) => ids.includes(one.id) && !used.includes(one));
}

/** The management account and those that it delegates to, as far as the inventory has them. */
export interface LiveOrganization {
  /** How these accounts are reached, but for those that were read before. */
  accounts: LiveAccount[];
  /** Everyone who is in them, and to whom is delegated, if the management account was asked. */
  documents: AccessDocuments;
  managedPolicies: ManagedPolicy[];
  /** What of them could not be read. */
  reasons: string[];
}

/** Reads who may act for the organization, beside the accounts that were read already. */
export async function liveOrganization(
  zone: LandingZone,
  known: readonly LiveAccount[],
): Promise<LiveOrganization> {
  const { managementAccount } = zone.organization;
  const isManager = ({ account }: LiveAccount) => account.id === managementAccount;
  const managing = known.some(isManager)
    ? []
    : await readAccounts(zone, organizationAccounts(zone, []));
  const ofDelegation: Unread[] = [];
  const manager = [...known, ...managing].find(isManager);
  const organization = manager && (await delegation(manager, ofDelegation));
  const there = new Set([...known, ...managing].map(({ account }) => account));
  const others = organizationAccounts(zone, organization?.delegatedAdministrators).filter(
    (one) => !there.has(one),
  );
  const accounts = [...managing, ...(await readAccounts(zone, others))];
  const unread = accounts.flatMap((account) => account.unread);
  const { everyone, gaps } = everyoneInAccounts({}, [], accounts, unread);
  const { groups, roles, users, wholeAccounts } = everyone;
  return {
    accounts,
    documents: {
      ...{ groups, roles, users, wholeAccounts },
      ...(organization && { organization }),
    },
    managedPolicies: accounts.flatMap(({ managedPolicies }) => managedPolicies ?? []),
    reasons: [...ofDelegation, ...gaps].map(({ reason }) => reason),
  };
}

/** To whom the organization delegates; nothing where that cannot be read, which is noted. */
async function delegation(
  { access, account }: LiveAccount,
  unread: Unread[],
): Promise<OrganizationDocuments | undefined> {
  if (!access) return undefined;
  const own = access(HOMES[account.partition] ?? account.region);
  const open = { kind: "account" as const, account: account.id, roles: [] };
  const about = "the organization's delegated administrators";
  return attempt({ account, unread }, about, open, async () => {
    const {
      describeResourcePolicy,
      listAWSServiceAccessForOrganization,
      listDelegatedAdministrators,
      listDelegatedServicesForAccount,
    } = ORGANIZATION_CALLS;
    const pages = await askAllPages(listDelegatedAdministrators, own, {});
    const ids = sortedUnique(
      pages.flatMap(({ DelegatedAdministrators: all = [] }) => all.map(({ Id = "" }) => Id)),
    );
    const delegatedAdministrators = await inParallel(ids, AT_ONCE, async (id) => {
      const found = await askAllPages(listDelegatedServicesForAccount, own, { AccountId: id });
      const services = found.flatMap(({ DelegatedServices: all = [] }) =>
        all.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []),
      );
      return { account: id, services: sortedUnique(services) };
    });
    const trusted = await askAllPages(listAWSServiceAccessForOrganization, own, {});
    const trustedServices = sortedUnique(
      trusted.flatMap(({ EnabledServicePrincipals: all = [] }) =>
        all.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []),
      ),
    );
    const { action } = describeResourcePolicy;
    try {
      const { ResourcePolicy } = await ask(describeResourcePolicy, own, {});
      const { Content = "" } = ResourcePolicy ?? {};
      const delegationPolicy = understoodText(action, "resource", "the delegation policy", Content);
      return { delegatedAdministrators, delegationPolicy, trustedServices };
    } catch (error) {
      if (!(error instanceof UnreadError) || error.code !== "ResourcePolicyNotFoundException") {
        throw error;
      }
      return { delegatedAdministrators, trustedServices };
    }
  });
}
