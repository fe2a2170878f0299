import { SERVICES } from "../../../attempts/moves";
import type { LandingZone } from "../../../sdk/grant";
import { stackNames } from "../../../stacks/stack-plan";
import { count } from "../../terminal/output";
import type { TrialNames } from "./names";
import { LEFT_OUT, TRIED } from "./trial-attempts";
import { KEY_DAYS } from "./trial-keys";

/** Something that a trial makes. */
export interface Made {
  /** Name of the account in the inventory. */
  account: string;
  what: string;
  /** None where it costs nothing. */
  charged?: Charge;
}

/** What AWS charges for. */
export type Charge = "cluster" | "nodes" | "key" | "secret";

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
      ...clusters.filter(isHere).flatMap(({ create, name, secretsStoreCsi }): Made[] => [
        ...(create ? clusterParts(account, name, create.nodes?.instanceTypes) : []),
        ...installed(account, name, {
          "Secrets Store CSI driver and AWS provider": secretsStoreCsi.install !== "existing",
          "Pod Identity agent": secretsStoreCsi.podIdentityAgent !== "existing",
        }),
      ]),
      ...keys.filter(isHere).map(
        ({ alias }): Made => ({
          ...{ account, what: `key alias/${alias}`, charged: "key" },
        }),
      ),
      ...secrets.filter(isHere).map(
        ({ name }): Made => ({
          ...{ account, what: `secret ${name}`, charged: "secret" },
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

function clusterParts(account: string, name: string, instanceTypes = ["t3.medium"]): Made[] {
  const nodes = `node group of cluster ${name}: ${instanceTypes.join(", ")}`;
  return [
    { account, what: `cluster ${name}, with its roles`, charged: "cluster" },
    { account, what: nodes, charged: "nodes" },
  ];
}

/** What a trial will do and make, before it begins. */
export function planText(
  zone: LandingZone,
  { name, otherNamespace, tags }: TrialNames,
  prices: Partial<Record<Charge, string>> = {},
): string {
  const price = ({ charged }: Made) =>
    charged ? `; ${CHARGES[charged]}; price: ${prices[charged] ?? "not known"}` : "";
  return [
    `trial ${name}: ${count(stackNames(zone).length, "stack")}, with state in ./${name}`,
    `tags: ${Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ")}`,
    "",
    "It makes:",
    ...madeBy(zone).map((one) => `  ${one.account}: ${one.what}${price(one)}`),
    `  for attempts: roles of the path /${name}/, parameter /${name}-attempt, namespace ${otherNamespace}`,
    "",
    `Its attempts allow these roles, and roles of its readers, ${SERVICES.join(", ")} on every resource.`,
    "They open the trust of such roles to whoever runs the trial, and to no one else. A trial that is killed leaves that until --remove.",
    "",
    `It makes every declared read, ${count(TRIED.length, "attempt")} that must fail, and then removes all of it.`,
    `AWS deletes keys no sooner than after ${KEY_DAYS} days: they are scheduled for that.`,
    ...LEFT_OUT.map(({ attempt, needs }) => `left out: "${attempt}", which needs ${needs}`),
  ].join("\n");
}
