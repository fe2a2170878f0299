import type { SandboxStatus } from "./control-client";

/** The status for people: accounts, clusters and pods, each pod with its last event. */
export function describeStatus(status: Partial<SandboxStatus>): string {
  const { endpoint, pid, accounts = [], clusters = [], pace, pods = [], weather } = status;
  return [
    ...(endpoint ? [`sandbox runs on ${endpoint} (process ${pid}), a stand-in for AWS`] : []),
    ...(weather ? [`weather ${weather}, at pace ${pace}`] : []),
    ...accounts.map(({ id, name, region }) =>
      ["account", id, name, region].filter(Boolean).join(" "),
    ),
    ...clusters.map(({ arn }) => `cluster ${arn}`),
    ...pods.flatMap(({ namespace, name, phase, mounts, events }) => [
      `pod     ${namespace}/${name} ${phase}`,
      ...mounts.map(({ path, files }) => `        ${path}: ${files.join(", ") || "no files"}`),
      ...events.slice(-1).map(({ reason, message }) => `        ${reason}: ${message}`),
    ]),
  ].join("\n");
}
