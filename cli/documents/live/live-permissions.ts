import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import { grouped, sortedUnique } from "iam-proof/collections";
import { partitionOf } from "iam-proof/names";
import { sizeQuotas } from "iam-proof/quotas";
import { usedAccounts } from "../../inventory/used-accounts";
import { LIVE_CALLS, NOT_OF_ACCOUNT } from "./calls";
import type { LiveCall, ReadResources } from "./live-call";

/** The least rights by which `--live` reads accounts of an inventory, from the table of its calls, and those of `more` calls. */
export function livePermissions(
  zone: LandingZone,
  more: readonly RightfulCall[] = [],
  accounts: readonly ResolvedAccount[] = usedAccounts(zone),
) {
  return accounts.map((account) => {
    const calls = [...Object.values(LIVE_CALLS), ...more];
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

/** The least rights that `summary --live` needs to read a whole account without an inventory, and those of `more` calls. */
export function accountPermissions(
  id: string,
  partition: string,
  more: readonly RightfulCall[] = [],
) {
  const all = (service: string, resource: string) => [
    `arn:${partition}:${service}:*:${id}:${resource}`,
  ];
  const calls = Object.entries(LIVE_CALLS).flatMap(([name, call]) =>
    NOT_OF_ACCOUNT.some((one) => one === name) ? [] : [call],
  );
  const read = {
    associations: all("eks", "podidentityassociation/*"),
    clusters: all("eks", "cluster/*"),
    keys: all("kms", "key/*"),
    managedPolicies: managedPoliciesOf(id, partition),
    oidcProviders: [`arn:${partition}:iam::${id}:oidc-provider/*`],
    parameters: all("ssm", "parameter/*"),
    secureParameters: all("ssm", "parameter/*"),
    secrets: all("secretsmanager", "secret:*"),
  };
  return { account: id, name: id, ...permissionsOn([...calls, ...more], read) };
}

function managedPoliciesOf(id: string, partition: string): string[] {
  return [`arn:${partition}:iam::${id}:policy/*`, `arn:${partition}:iam::aws:policy/*`];
}

const DECRYPT = "kms:Decrypt";

/** The part of a call that decides which rights it needs. */
export type RightfulCall = Pick<LiveCall<unknown, unknown>, "action" | "reason" | "resources">;

/** Each action with what it tells; and a policy that allows exactly these actions and keeps encrypted values closed. */
function permissionsOn(all: RightfulCall[], read: ReadResources) {
  const calls = all
    .map(({ action, reason, resources }) => ({ action, reason, resources: resources(read) }))
    .filter(({ resources }) => resources.length > 0);
  const isClosed =
    !calls.some(({ action }) => action === DECRYPT) && read.secureParameters.length > 0;
  const byResources = grouped(calls, ({ resources }) => [JSON.stringify(resources)]);
  const statements = [...byResources].map(([resources, allowed]) => ({
    Effect: "Allow",
    Action: sortedUnique(allowed.map(({ action }) => action)),
    Resource: JSON.parse(resources) as string[],
  }));
  return {
    actions: [...new Map(calls.map(({ action, reason }) => [action, { action, reason }])).values()],
    policy: {
      Version: "2012-10-17",
      Statement: isClosed ? [...statements, NO_VALUES] : statements,
    },
  };
}

/** The history of a parameter comes with its values. A caller who cannot decrypt them reads none. */
const NO_VALUES = { Effect: "Deny", Action: [DECRYPT], Resource: ["*"] };

/** What the tool reads in the account. AWS assigns the end of a secret's ARN and the id of a key. */
function resourcesOf(zone: LandingZone, account: ResolvedAccount): ReadResources {
  const { id } = account;
  const partition = partitionOf(account.region);
  const own = <T extends { account: ResolvedAccount }>(list: T[]) =>
    list.filter((one) => one.account === account);
  const clusters = own(zone.clusters);
  const secrets = own(zone.secrets);
  const parameters = own(zone.parameters);
  const hasKeys = [secrets, parameters, own(zone.keys)].some((list) => list.length > 0);
  return {
    associations: clusters.map(
      ({ name, region }) => `arn:${partition}:eks:${region}:${id}:podidentityassociation/${name}/*`,
    ),
    clusters: clusters.map(({ arn }) => arn),
    // Only the account tells which keys former versions and copies have, and where.
    keys: hasKeys ? [`arn:${partition}:kms:*:${id}:key/*`] : [],
    managedPolicies: managedPoliciesOf(id, partition),
    oidcProviders: [`arn:${partition}:iam::${id}:oidc-provider/*`],
    parameters: parameters.map(({ arn }) => arn),
    secureParameters: parameters.filter(({ secure }) => secure).map(({ arn }) => arn),
    // A copy may be in any region, with a different ending.
    secrets: [
      ...new Set(
        secrets.map(({ name }) => `arn:${partition}:secretsmanager:*:${id}:secret:${name}-??????`),
      ),
    ],
  };
}

/** The same for the whole account. With every name, the policy would be longer than IAM accepts. */
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
    secureParameters: all(read.secureParameters, "parameter/*"),
    keys: all(read.keys, "key/*"),
    secrets: all(read.secrets, "secret:*"),
  };
}
