import type {
  AssociationDocuments,
  ReadAccount,
  VpcEndpointDocuments,
} from "eks-pod-secrets/access";
import type { LandingZone, ResolvedAccount, ResolvedCluster } from "eks-pod-secrets/grant";
import type { AccountIdentities, ManagedPolicy, OidcProviderDocuments } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import { absentCluster } from "../../../stacks/absent-cluster";
import type { AccountAccess } from "../../aws/account-access";
import { usedAccounts } from "../../inventory/used-accounts";
import { UserError } from "../../terminal/errors";
import { accountIdentities } from "./account-identities";
import { clusterAssociations } from "./cluster-associations";
import { AT_ONCE } from "./live-call";
import { clusterIssuers, namesOidcProviders, oidcProviders, withClusters } from "./oidc-providers";
import { type ReachedAccount, reachedAccount } from "./reached-account";
import { attempt, noteUnread, type Unread, unreadOf } from "./unread";
import { vpcEndpoints } from "./vpc-endpoints";

/** An account, the access to it, and its principals. */
export interface LiveAccount extends ReadAccount, ReachedAccount {
  account: ResolvedAccount;
  /** Its customer managed policies; absent if they could not be read. */
  managedPolicies?: ManagedPolicy[];
  /** Its VPC endpoints in the regions of its clusters. */
  vpcEndpoints: VpcEndpointDocuments[];
  /** Its OIDC providers, if a trust policy names one and they could be read. */
  oidcProviders?: OidcProviderDocuments[];
  /** Notes on what the inventory names and the account does not have. */
  notes: string[];
  /** What could not be read. */
  unread: Unread[];
}

/** Reads the principals of the accounts that an inventory uses. If no account can be reached, that is a `UserError`. */
export async function liveAccounts(zone: LandingZone): Promise<LiveAccount[]> {
  const accounts = await readAccounts(zone, usedAccounts(zone));
  const [first] = accounts;
  if (first && accounts.every(({ access }) => !access)) throw new UserError(first.problem ?? "");
  return accounts;
}

/** Reads who is in accounts of an inventory. */
export function readAccounts(
  zone: LandingZone,
  accounts: readonly ResolvedAccount[],
): Promise<LiveAccount[]> {
  return inParallel(accounts, AT_ONCE, async (account) => {
    const { access, problem = "" } = await reachedAccount(account, "prove");
    return access ? readAccount(zone, account, access) : unreachedAccount(zone, account, problem);
  });
}

async function readAccount(
  zone: LandingZone,
  account: ResolvedAccount,
  inRegion: (region: string) => AccountAccess,
): Promise<LiveAccount> {
  const own = inRegion(account.region);
  const notes: string[] = [];
  const unread: Unread[] = [];
  const place = { account, unread };
  const associations: AssociationDocuments[] = [];
  for (const cluster of clustersOf(zone, account)) {
    const open = openAssociations(zone, cluster);
    await attempt(place, `pods of cluster ${cluster.id}`, open, async () => {
      const access = inRegion(cluster.region);
      const found = await clusterAssociations(cluster, access, (roles, error) => {
        for (const arn of roles) {
          const about = `the session policy of pods with ${arn}`;
          noteUnread(place, about, { kind: "session", arn }, error);
        }
      });
      associations.push(...(found ?? []));
      if (!found) notes.push(absentCluster(cluster));
    });
  }
  const endpoints: VpcEndpointDocuments[] = [];
  for (const open of openEndpoints(zone, account)) {
    await attempt(place, `VPC endpoints in ${open.region}`, open, async () => {
      const found = await vpcEndpoints(inRegion(open.region));
      endpoints.push(...found.map(({ document }) => document));
    });
  }
  const identities = await attempt(place, "who is in it", openAccount(zone, account), () =>
    accountIdentities(own, (arn, error) =>
      noteUnread(place, `a policy of ${arn}`, { kind: "rights", arn }, error),
    ),
  );
  const providers = identities && (await readProviders(zone, place, inRegion, identities));
  return {
    account,
    ...(identities && { managedPolicies: identities.managedPolicies }),
    ...(providers && { oidcProviders: providers }),
    access: inRegion,
    callerArn: own.callerArn,
    identities: identities ?? NOBODY,
    associations,
    vpcEndpoints: endpoints,
    notes,
    unread,
  };
}

/** Reads whose tokens the account's roles may accept. Does nothing if no trust policy mentions any. */
async function readProviders(
  zone: LandingZone,
  place: { account: ResolvedAccount; unread: Unread[] },
  inRegion: (region: string) => AccountAccess,
  identities: AccountIdentities,
): Promise<OidcProviderDocuments[] | undefined> {
  if (!namesOidcProviders(identities)) return undefined;
  const { account } = place;
  const open = { kind: "providers" as const, account: account.id };
  const byToken = zone.readers.filter(({ identity }) => identity !== "podIdentity");
  const roles = rolesOf(byToken).filter((arn) => arn.split(":")[4] === account.id);
  const about = "which OIDC providers it has";
  const found = await attempt(place, about, { ...open, roles }, () =>
    oidcProviders(inRegion(account.region)),
  );
  if (!found) return undefined;
  // Without it, a provider belongs to no known cluster, which no claim asks about.
  const issuers = await attempt(place, "which clusters issue tokens", { ...open, roles: [] }, () =>
    clusterIssuers(clustersOf(zone, account), inRegion),
  );
  return withClusters(found, issuers ?? new Map());
}

const NOBODY = { roles: [], users: [], groups: [] };

/** An account that cannot be read at all. */
function unreachedAccount(
  zone: LandingZone,
  account: ResolvedAccount,
  problem: string,
): LiveAccount {
  const unread = [
    openAccount(zone, account),
    ...clustersOf(zone, account).map((cluster) => openAssociations(zone, cluster)),
    ...openEndpoints(zone, account),
  ].map((open) => unreadOf(account, "sts:GetCallerIdentity", "the whole account", open, problem));
  const nothing = { identities: NOBODY, associations: [], vpcEndpoints: [], notes: [] };
  return { ...nothing, account, access: undefined, problem, callerArn: "", unread };
}

function clustersOf({ clusters }: LandingZone, account: ResolvedAccount): ResolvedCluster[] {
  return clusters.filter((one) => one.account === account);
}

/** What is unknown about an account whose principals could not be read. */
export function openAccount({ readers }: LandingZone, { id: account }: ResolvedAccount) {
  const roles = rolesOf(readers).filter((arn) => arn.split(":")[4] === account);
  return { kind: "account" as const, account, roles };
}

/** The unknown VPC endpoints: for accounts with pods, those in each of their regions. */
function openEndpoints(zone: LandingZone, account: ResolvedAccount) {
  const regions = new Set(clustersOf(zone, account).map(({ region }) => region));
  return [...regions].map((region) => ({
    kind: "endpoints" as const,
    account: account.id,
    region,
  }));
}

function openAssociations({ readers }: LandingZone, { arn: clusterArn }: ResolvedCluster) {
  const roles = rolesOf(readers.filter((reader) => reader.clusterArn === clusterArn));
  return { kind: "associations" as const, sourceArn: clusterArn, roles };
}

function rolesOf(readers: LandingZone["readers"]): string[] {
  return [...new Set(readers.flatMap(({ role, targetRole = role }) => [role.arn, targetRole.arn]))];
}
