import type { LandingZone } from "../../../../sdk/grant";
import { readerKey } from "../../../../sdk/grant/landing-zone/reader";
import { byAnotherName } from "../../../../stacks/renamed-readers";
import { stackName } from "../../../../stacks/stack-plan";

/**
 * What both landing zones have and call differently: a deployment would make it beside the old one, whose name in AWS or
 * Kubernetes is taken. One sentence each.
 */
export function renamed(before: LandingZone, after: LandingZone): string[] {
  const old = new Map(namedResources(before).map(({ identity, label }) => [identity, label]));
  return namedResources(after).flatMap(({ identity, label }) => {
    const was = old.get(identity);
    if (was === undefined || was === label) return [];
    return [byAnotherName(label, was)];
  });
}

/** What a deployment makes under a name that only one thing can have: what it is, and what the inventory calls it. */
function namedResources({
  clusters,
  readers,
  secrets,
}: LandingZone): { identity: string; label: string }[] {
  return [
    ...clusters
      .filter(({ create, secretsStoreCsi }) => create || secretsStoreCsi.install !== "existing")
      .map(({ account, arn, id }) => ({
        identity: arn,
        label: `cluster ${id} of ${stackName(account, "cluster")}`,
      })),
    ...secrets
      .filter(({ existingArn }) => existingArn === undefined)
      .map(({ account, id, name, region }) => ({
        identity: [account.id, region, name].join(" "),
        label: `secret ${id} of ${stackName(account, "secrets")}`,
      })),
    ...readers.map((reader) => ({
      identity: readerKey(reader),
      label: `reader ${reader.id} of ${stackName(reader.cluster.account, "workloads")}`,
    })),
  ];
}
