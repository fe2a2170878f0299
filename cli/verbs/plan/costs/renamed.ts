import type { LandingZone } from "../../../../sdk/grant";
import { readerKey } from "../../../../sdk/grant/landing-zone/reader";
import { byAnotherName, inTwoSteps, takesFrom } from "../../../../stacks/renamed-readers";
import { stackName } from "../../../../stacks/stack-plan";

/**
 * What both landing zones have and call differently: a deployment would make it beside the old one, whose name in AWS or
 * Kubernetes is taken. One sentence each.
 */
export function renamed(before: LandingZone, after: LandingZone): string[] {
  const old = new Map(namedResources(before).map(({ identity, label }) => [identity, label]));
  const now = namedResources(after);
  const labels = new Set(now.map(({ label }) => label));
  const taking = now.flatMap(({ identity, label, reader }) => {
    const was = old.get(identity);
    if (was === undefined || was === label) return [];
    const isOfOneStack = label.split(" of ").at(-1) === was.split(" of ").at(-1);
    return [{ label, was, reader: isOfOneStack ? reader : undefined }];
  });
  const readers = [...new Set(taking.flatMap(({ reader }) => reader ?? []))];
  const sentences = taking.map(({ label, reader, was }) => {
    if (reader === undefined) return byAnotherName(label, was);
    const says = labels.has(was) ? takesFrom : byAnotherName;
    return `${says(label, was)}, ${inTwoSteps(readers)}`;
  });
  return [...new Set(sentences)];
}

/** What a deployment makes under a name that only one thing can have: what it is, and what the inventory calls it. */
function namedResources({
  clusters,
  readers,
  secrets,
}: LandingZone): { identity: string; label: string; reader?: string }[] {
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
    ...readers.flatMap((reader) => {
      const { cluster, id, namespace, role, secretProviderClass, targetRole } = reader;
      const label = `reader ${id} of ${stackName(cluster.account, "workloads")}`;
      const mount = ["class", cluster.arn, namespace, secretProviderClass].join(" ");
      const own = [readerKey(reader), mount, role.arn, ...(targetRole ? [targetRole.arn] : [])];
      return own.map((identity) => ({ identity, label, reader: id }));
    }),
  ];
}
