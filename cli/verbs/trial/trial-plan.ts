import { SERVICES } from "../../../attempts/moves";
import type { LandingZone } from "../../../sdk/grant";
import type { NodeSettings } from "../../../sdk/grant/landing-zone/cluster-creation";
import { DEFAULT_INSTANCE_TYPES } from "../../../sdk/rules/instance-type";
import { nodeScaling } from "../../../sdk/rules/node-scaling";
import { stackNames } from "../../../stacks/stack-plan";
import { count } from "../../terminal/output";
import type { TrialNames } from "./names";
import type { TrialPlan } from "./shape";
import type { ChosenAttempts } from "./trial-attempts";
import { KEY_DAYS } from "./trial-keys";
import type { Cast } from "./trial-scene";

/** Something that a trial makes. */
export type Made = TrialPlan["made"][number];

/** One price of AWS's list. */
export interface Priced {
  charge: Charge;
  region: string;
  instanceType?: string;
}

/** Prices in AWS's words, by `priceKey`. */
export type Prices = ReadonlyMap<string, string>;

export function priceKey({ charge, instanceType = "", region }: Priced): string {
  return `${charge} ${region} ${instanceType}`;
}

/** The prices that make up what is charged for something. */
export function pricedOf({ charged, instanceTypes, region }: Made): Priced[] {
  if (charged === undefined || region === undefined) return [];
  if (!instanceTypes) return [{ charge: charged, region }];
  return instanceTypes.map((instanceType) => ({ charge: charged, region, instanceType }));
}

/** What AWS charges for. */
export type Charge = NonNullable<Made["charged"]>;

/** How AWS charges, in words. */
const CHARGES: Record<Charge, string> = {
  cluster: "charged by the hour",
  nodes: "charged by the hour: instances, their disks and public addresses",
  key: "charged by the month, up to its deletion, and by the request",
  secret: "charged by the month, in parts of it, and by the request",
};

/** What a trial makes in each account. */
export function madeBy({ accounts, clusters, keys, readers, secrets }: LandingZone): Made[] {
  return accounts.flatMap(({ name: account }) => {
    const isHere = (one: { account: { name: string } }) => one.account.name === account;
    const own = readers.filter(({ cluster }) => isHere(cluster));
    const namespaces = [...new Set(own.map(({ namespace }) => namespace))];
    return [
      ...clusters.filter(isHere).flatMap(({ create, name, region, secretsStoreCsi }): Made[] => [
        ...(create ? clusterParts({ account, region }, name, create.nodes) : []),
        ...installed(account, name, {
          "Secrets Store CSI driver and AWS provider": secretsStoreCsi.install !== "existing",
          "Pod Identity agent": secretsStoreCsi.podIdentityAgent !== "existing",
        }),
      ]),
      ...keys.filter(isHere).map(
        ({ alias, region }): Made => ({
          ...{ account, region, what: `key alias/${alias}`, charged: "key" },
        }),
      ),
      ...secrets.filter(isHere).map(
        ({ name, region }): Made => ({
          ...{ account, region, what: `secret ${name}`, charged: "secret" },
        }),
      ),
      ...own.map(({ namespace, role, serviceAccount }) => ({
        account,
        what: `role ${role.name}, associated with ${namespace}/${serviceAccount}, and a probe pod`,
      })),
      ...own.flatMap(({ targetRole }) =>
        targetRole ? [{ account: targetRole.account.name, what: `role ${targetRole.name}` }] : [],
      ),
      ...namespaces.map((name) => ({ account, what: `namespace ${name}` })),
    ];
  });
}

function installed(account: string, cluster: string, parts: Record<string, boolean>): Made[] {
  const names = Object.keys(parts).filter((name) => parts[name]);
  return names.map((name) => ({
    account,
    what: `in cluster ${cluster}: ${name}, if it lacks that`,
  }));
}

function clusterParts(
  place: Pick<Made, "account" | "region">,
  name: string,
  { instanceTypes = [...DEFAULT_INSTANCE_TYPES], ...counts }: NodeSettings = {},
): Made[] {
  const { desired, max } = nodeScaling(counts);
  const nodes = `${count(desired, "node")}, at most ${max}, of ${instanceTypes.join(" or ")}`;
  return [
    { ...place, what: `cluster ${name}, with its roles`, charged: "cluster" },
    { ...place, what: `in cluster ${name}: ${nodes}`, charged: "nodes", instanceTypes },
  ];
}

/** What a trial will do and make, before it begins. */
export function planText({
  cast,
  chosen: { leftOut, tried },
  names: { name, otherNamespace, tags },
  prices = new Map(),
  zone,
}: {
  zone: LandingZone;
  names: TrialNames;
  cast: Cast;
  chosen: ChosenAttempts;
  prices?: Prices;
}): string {
  const { namesake, secondCluster, third } = cast;
  const price = (made: Made) => {
    if (!made.charged) return "";
    const each = pricedOf(made).map((one) => prices.get(priceKey(one)) ?? "not known");
    return `; ${CHARGES[made.charged]}; price: ${each.join(" or ")}`;
  };
  return [
    `trial ${name}: ${count(stackNames(zone).length, "stack")}, with state in ./${name}`,
    `tags: ${Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ")}`,
    "",
    "It makes:",
    ...madeBy(zone).map((one) => `  ${one.account}: ${one.what}${price(one)}`),
    `  for attempts: roles of the path /${name}/, parameter /${name}-attempt, namespace ${otherNamespace}`,
    ...(third ? [`  for attempts, in account ${third.name}: roles`] : []),
    ...[secondCluster, namesake].flatMap((cluster) =>
      cluster
        ? `  for attempts, in cluster ${cluster.name} of account ${cluster.account.name}: an association, and a probe pod in a namespace`
        : [],
    ),
    "",
    `Its attempts allow these roles, and roles of its readers, ${SERVICES.join(", ")} on every resource.`,
    "They open the trust of such roles to whoever runs the trial, and to no one else. A trial that is killed leaves that until --remove.",
    "",
    `It makes every declared read, ${count(tried.length, "attempt")} that must fail, and then removes all of it.`,
    `AWS deletes keys no sooner than after ${KEY_DAYS} days: they are scheduled for that.`,
    ...leftOut.map(({ attempt, needs }) => `left out: "${attempt}", which needs ${needs}`),
  ].join("\n");
}
