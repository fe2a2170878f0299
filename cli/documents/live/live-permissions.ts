import { grouped } from "../../../sdk/collections/maps";
import type { LandingZone, ResolvedAccount } from "../../../sdk/grant";
import { secretArn } from "../../../sdk/grant";
import { secretArnIn } from "../../../sdk/policy";
import { partitionOf } from "../../../sdk/rules/partition";
import { sizeQuotas } from "../../../sdk/rules/quotas";
import { LISTING_CALLS, LIVE_CALLS, NOT_OF_ACCOUNT } from "./calls";
import { usedAccounts } from "./live-accounts";
import type { LiveCall, ReadResources } from "./live-call";

/** What whoever reads an account must be allowed in it. */
export interface LivePermissions {
  /** Id of the account. */
  account: string;
  /** Its name in the inventory. */
  name: string;
  /** Each action, and what it tells. */
  actions: { action: string; reason: string; onlySummary?: true }[];
  /** The policy that allows them and nothing else. */
  policy: {
    Version: string;
    Statement: { Effect: string; Action: string[]; Resource: string[] }[];
  };
}

/** The least rights by which `--live` reads the accounts of an inventory, from the table of its calls. */
export function livePermissions(zone: LandingZone): LivePermissions[] {
  return usedAccounts(zone).map((account) => {
    const calls = Object.values(LIVE_CALLS);
    const named = permissionsOn(calls, resourcesOf(zone, account));
    const isShort = JSON.stringify(named.policy).length <= sizeQuotas.managedPolicy.default;
    const { id, name } = account;
    return {
      account: id,
      name,
      ...(isShort ? named : permissionsOn(calls, everythingLike(resourcesOf(zone, account)))),
    };
  });
}

/** The least rights by which `summary --live` reads a whole account, where no inventory says what is in it. */
export function accountPermissions(id: string, partition: string): LivePermissions {
  const all = (service: string, resource: string) => [
    `arn:${partition}:${service}:*:${id}:${resource}`,
  ];
  const calls = [
    ...Object.values(LISTING_CALLS),
    ...Object.entries(LIVE_CALLS).flatMap(([name, call]) =>
      NOT_OF_ACCOUNT.some((one) => one === name) ? [] : [call],
    ),
  ];
  const read = {
    associations: [],
    clusters: [],
    keys: all("kms", "key/*"),
    managedPolicies: managedPoliciesOf(id, partition),
    parameters: all("ssm", "parameter/*"),
    secrets: all("secretsmanager", "secret:*"),
  };
  return { account: id, name: id, ...permissionsOn(calls, read) };
}

function managedPoliciesOf(id: string, partition: string): string[] {
  return [`arn:${partition}:iam::${id}:policy/*`, `arn:${partition}:iam::aws:policy/*`];
}

const LISTING = new Set(Object.values(LISTING_CALLS).map(({ action }) => action));

/** A call, as far as its rights go. */
type RightfulCall = Pick<LiveCall<unknown, unknown>, "action" | "reason" | "resources">;

function permissionsOn(
  all: RightfulCall[],
  read: ReadResources,
): Pick<LivePermissions, "actions" | "policy"> {
  const calls = all
    .map(({ action, reason, resources }) => ({ action, reason, resources: resources(read) }))
    .filter(({ resources }) => resources.length > 0);
  const byResources = grouped(calls, ({ resources }) => [JSON.stringify(resources)]);
  const statements = [...byResources].map(([resources, allowed]) => ({
    Effect: "Allow",
    Action: allowed.map(({ action }) => action).sort(),
    Resource: JSON.parse(resources) as string[],
  }));
  return {
    actions: calls.map(({ action, reason }) => ({
      action,
      reason,
      ...(LISTING.has(action) && { onlySummary: true as const }),
    })),
    policy: { Version: "2012-10-17", Statement: statements },
  };
}

/** What is read in the account. AWS assigns the end of a secret's ARN, and the id of a key. */
function resourcesOf(zone: LandingZone, account: ResolvedAccount): ReadResources {
  const { id } = account;
  const partition = partitionOf(account.region);
  const own = <T extends { account: ResolvedAccount }>(list: T[]) =>
    list.filter((one) => one.account === account);
  const clusters = own(zone.clusters);
  const secrets = own(zone.secrets);
  const parameters = own(zone.parameters);
  const keys = own(zone.keys).map(
    ({ existingArn, region }) => existingArn ?? `arn:${partition}:kms:${region}:${id}:key/*`,
  );
  return {
    associations: clusters.map(
      ({ name, region }) => `arn:${partition}:eks:${region}:${id}:podidentityassociation/${name}/*`,
    ),
    clusters: clusters.map(({ arn }) => arn),
    keys: [...new Set(keys)],
    managedPolicies: managedPoliciesOf(id, partition),
    parameters: parameters.map(({ arn }) => arn),
    secrets: secrets.flatMap((secret) => {
      const { existingArn, name, region, replicas } = secret;
      const primary = existingArn ?? secretArn({ account: id, region }, name, "??????");
      return [primary, ...replicas.map((replica) => secretArnIn(replica.region, primary))];
    }),
  };
}

/** The same without names, which would make a policy longer than IAM accepts: all of the account. */
function everythingLike(read: ReadResources): ReadResources {
  const all = (arns: string[], resource: string) => [
    ...new Set(
      arns.map((arn) =>
        [...arn.split(":").slice(0, 3), "*", arn.split(":")[4], resource].join(":"),
      ),
    ),
  ];
  return {
    ...read,
    associations: all(read.associations, "podidentityassociation/*"),
    clusters: all(read.clusters, "cluster/*"),
    parameters: all(read.parameters, "parameter/*"),
    keys: all(read.keys, "key/*"),
    secrets: all(read.secrets, "secret:*"),
  };
}
