import { type LandingZone, parseArn, type ResolvedSecret } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import type { LiveAccount } from "./live-accounts";
import { AT_ONCE, ask, askAllPages, UnreadError } from "./live-call";
import { attempt, type Unread } from "./unread";

/** The name and the region of a secret. */
export interface Place {
  name: string;
  region: string;
}

/** All secrets of a region that are not deleted, with their ARNs. */
export async function listedSecrets(access: AccountAccess) {
  const call = LIVE_CALLS.listSecrets;
  const pages = await askAllPages(call, access, {});
  return pages
    .flatMap(({ SecretList }) => SecretList ?? [])
    .filter(({ DeletedDate }) => !DeletedDate)
    .map((secret) => {
      const { ARN, Name } = secret;
      if (!ARN || !Name) {
        throw new UnreadError(call.action, "AWS lists a secret without its ARN or name");
      }
      return { ...secret, ARN, Name };
    });
}

/** The regions that an account has enabled. */
export async function enabledRegions(access: AccountAccess): Promise<string[]> {
  const call = LIVE_CALLS.describeRegions;
  const { regionInfo = [] } = await ask(call, access, {});
  if (regionInfo.length === 0) throw new UnreadError(call.action, "AWS answered without a region");
  return regionInfo.map(({ regionName }) => {
    if (regionName) return regionName;
    throw new UnreadError(call.action, "AWS answered a region without its name");
  });
}

/**
 * Where the owners' accounts have secrets with the inventory's names that it does not declare, by account. Each may be a copy of
 * the declared one. All enabled regions are asked.
 */
export async function undeclaredPlaces(
  zone: LandingZone,
  accounts: LiveAccount[],
  unread: Unread[],
): Promise<Map<string, Place[]>> {
  const found = await inParallel(accounts, AT_ONCE, async ({ access, account }) => {
    const own = zone.secrets.filter((one) => one.account.id === account.id);
    const declared = new Set(own.flatMap(declaredPlaces).map(textOf));
    const names = new Set(own.map(({ name }) => name));
    if (names.size === 0 || !access) return [];
    const place = { account, unread };
    const open = { kind: "copies" as const, account: account.id };
    const regions = await attempt(place, "the regions of its secrets", open, () =>
      enabledRegions(access(account.region)),
    );
    const listed = await inParallel(regions ?? [], AT_ONCE, (region) =>
      attempt(place, `copies of secrets in ${region}`, { ...open, region }, () =>
        listedSecrets(access(region)),
      ),
    );
    const places = listed
      .flatMap((one) => one ?? [])
      .filter(({ Name }) => names.has(Name))
      .map(({ ARN, Name }) => ({ name: Name, region: parseArn(ARN)?.region ?? "" }))
      .filter((one) => !declared.has(textOf(one)));
    return [[account.id, places]] as const;
  });
  return new Map(found.flat() as [string, Place[]][]);
}

function declaredPlaces({ name, region, replicas }: ResolvedSecret): Place[] {
  return [{ name, region }, ...replicas.map((one) => ({ name, region: one.region }))];
}

function textOf({ name, region }: Place): string {
  return `${region} ${name}`;
}
