import type { LandingZone } from "../../../sdk/grant";
import { stackName } from "../../../stacks/stack-plan";

/**
 * What both landing zones have and call differently: a deployment would make it beside the old one, whose name in AWS or
 * Kubernetes is taken. One sentence each.
 */
export function renamed(before: LandingZone, after: LandingZone): string[] {
  const old = new Map(made(before).map(({ is, called }) => [is, called]));
  return made(after).flatMap(({ called, is }) => {
    const was = old.get(is);
    if (was === undefined || was === called) return [];
    return [
      `${called} is ${was} by another name, and cannot be made while that is there: keep the name`,
    ];
  });
}

/** What a deployment makes under a name that only one thing can have: what it is, and what the inventory calls it. */
function made({ clusters, readers, secrets }: LandingZone): { is: string; called: string }[] {
  return [
    ...clusters
      .filter(({ create, secretsStoreCsi }) => create || secretsStoreCsi.install !== "existing")
      .map(({ account, arn, id }) => ({
        is: arn,
        called: `cluster ${id} of ${stackName(account, "cluster")}`,
      })),
    ...secrets
      .filter(({ existingArn }) => existingArn === undefined)
      .map(({ account, id, name, region }) => ({
        is: [account.id, region, name].join(" "),
        called: `secret ${id} of ${stackName(account, "secrets")}`,
      })),
    ...readers.map(({ cluster, clusterArn, id, namespace, serviceAccount }) => ({
      is: [clusterArn, namespace, serviceAccount].join(" "),
      called: `reader ${id} of ${stackName(cluster.account, "workloads")}`,
    })),
  ];
}
