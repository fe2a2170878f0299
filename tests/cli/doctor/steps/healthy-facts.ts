import { deepStrictEqual } from "node:assert/strict";
import type { Pod } from "../../../../cli/clusters/pod-events";
import { entryOf } from "../../../../cli/doctor/catalogue";
import type { ClusterFacts, Deployment } from "../../../../cli/doctor/facts/cluster-facts";
import type { Facts } from "../../../../cli/doctor/facts/read-facts";
import type { Finding, StepId, WrongFinding } from "../../../../cli/doctor/step";
import { LOOKS } from "../../../../cli/doctor/steps/looks";
import { placeholder } from "../../../../cli/doctor/texts/filled";
import { plannedArns } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import type { ResolvedReader } from "../../../../sdk/grant";
import { grantedObjects, secretProviderClass } from "../../../../sdk/manifest";
import { landingZoneOf, reader } from "../../../sdk/grant/support";

export const NOW = Date.parse("2026-11-30T12:00:00Z");
export const NODE = "ip-10-0-0-1.us-east-1.compute.internal";

/** The time this many seconds ago. */
export const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

const READS = "[own, foreign, { parameter: /flags }]";

/** The reader `web`, whose pods another tool deploys. `more` has further lines of its entry, `clusters` another section. */
export function readerOf(more = "", clusters?: string): ResolvedReader {
  const [found] = landingZoneOf({
    readers: reader(READS, more),
    ...(clusters !== undefined && { clusters }),
  }).readers;
  if (!found) throw new Error("no reader");
  return found;
}

/** With this line, the inventory deploys the reader's pods. */
export const DEPLOYED = "    deployment: { image: nginx, mountPath: /mnt }";

export const CONTAINER = { name: "web", volumeMounts: [{ name: "secrets" }] };

/** A pod of the reader that is ten minutes old, has mounted and runs. */
export function pod(
  name: string,
  change: { spec?: object; status?: object; metadata?: object } = {},
): Pod {
  const csi = {
    driver: "secrets-store.csi.k8s.io",
    volumeAttributes: { secretProviderClass: "web" },
  };
  return {
    metadata: { name, creationTimestamp: ago(600), ...change.metadata },
    spec: {
      ...{ nodeName: NODE, serviceAccountName: "web", containers: [CONTAINER] },
      volumes: [{ name: "secrets", csi }],
      ...change.spec,
    },
    status: { phase: "Running", ...change.status },
  };
}

/** A pod of a revision of the reader's Deployment, created this many seconds ago. */
export function ofRevision(
  name: string,
  hash: string,
  seconds: number,
  spec: object = {},
  status: object = {},
): Pod {
  return pod(name, {
    metadata: {
      creationTimestamp: ago(seconds),
      labels: { "pod-template-hash": hash },
      ownerReferences: [{ kind: "ReplicaSet", name: `web-${hash}` }],
    },
    spec,
    status,
  });
}

/** Volumes that mount another class. */
export function volumesOf(secretProviderClass: string) {
  const csi = { driver: "secrets-store.csi.k8s.io", volumeAttributes: { secretProviderClass } };
  return { volumes: [{ name: "secrets", csi }] };
}

/** A pod that got its node this many seconds ago and has not mounted yet. */
export function pending(name: string, seconds: number) {
  const scheduled = { type: "PodScheduled", status: "True", lastTransitionTime: ago(seconds) };
  return pod(name, { status: { phase: "Pending", conditions: [scheduled] } });
}

export const VERSIONS = { own: "v1", foreign: "v2", _flags: "3" };

/** The driver's record of a pod's mount. */
export function record(podName: string, versions: Record<string, string> = VERSIONS) {
  const objects = Object.entries(versions).map(([id, version]) => ({ id, version }));
  return { status: { podName, secretProviderClassName: "web", objects } };
}

/** A DaemonSet whose container has this name. */
export function daemonSet(name: string, numberReady = 1) {
  return {
    metadata: { name, namespace: "kube-system" },
    spec: { template: { spec: { containers: [{ name }] } } },
    status: { numberReady },
  };
}

export const SETS = {
  agent: daemonSet("eks-pod-identity-agent"),
  driver: daemonSet("secrets-store"),
  provider: daemonSet("provider-aws-installer"),
};

/** The reader's class, as the stacks make it for the owners' ARNs. */
export function classOf(one: ResolvedReader) {
  const { namespace, region, secretProviderClass: name } = one;
  const objects = grantedObjects(one, (secret) => plannedArns.secretArn(secret));
  const { metadata, spec } = secretProviderClass({ namespace, name, region, objects });
  return { metadata, spec };
}

/** The Deployment `web`, ten minutes old. */
export function deployment(change: object = {}, template: object = {}): Deployment {
  return {
    metadata: { name: "web", creationTimestamp: ago(600) },
    spec: { template: { spec: { serviceAccountName: "web", ...template } }, ...change },
  };
}

/** Facts of a reader for whom everything is right, except for the given facts. */
export function facts(
  change: Partial<ClusterFacts> = {},
  one: ResolvedReader = change.reader ?? readerOf(),
): ClusterFacts {
  const association = {
    ...{ associationId: "a-1", roleArn: one.role.arn },
    ...{ createdAt: new Date(NOW - 900_000), modifiedAt: new Date(NOW - 900_000) },
  };
  return {
    ...{ reader: one, asked: one.grants, now: NOW, cluster: { value: { name: "shop" } } },
    ...{ namespace: { value: {} }, serviceAccount: { value: { metadata: { name: "web" } } } },
    ...{ providerClass: { value: classOf(one) }, pods: { value: [pod("web-1")] } },
    ...{ events: { value: [] }, mountStatuses: { value: [record("web-1")] } },
    deployments: { value: [] },
    csiDriver: { value: { spec: { tokenRequests: [{ audience: "pods.eks.amazonaws.com" }] } } },
    ...{ addons: { value: [] }, nodes: { value: [{ metadata: { name: NODE } }] } },
    ...{ daemonSets: { value: Object.values(SETS) }, daemonPods: new Map() },
    ...{ association: { value: association }, endpoints: { value: [] } },
    wanted: one.grants.map(({ file, target }) => ({
      value: {
        version: VERSIONS[file as keyof typeof VERSIONS],
        ...("style" in target && { arn: plannedArns.secretArn(target) }),
      },
    })),
    ...change,
  };
}

/** What a step finds. */
export function found(step: StepId, change: Partial<ClusterFacts> = {}): Finding[] {
  return LOOKS[step](facts(change) as Facts);
}

/** The results of a step. A wrong finding is given by its cause. */
export function results(step: StepId, change: Partial<ClusterFacts> = {}): string[] {
  return found(step, change).map((one) => (one.result === "wrong" ? one.cause : one.result));
}

/** Checks that a finding fills every place in its entry's sentences. A finding from an event has no names to fill in. */
export function seeNamed({ cause, known, mend }: WrongFinding): void {
  if (known.startsWith("the last event")) return;
  const { check, mend: mends } = entryOf(cause);
  const places = [...`${check} ${mends}`.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const said = `${known} ${mend.says}`;
  const lacking = places.filter((name) => new RegExp(`\\b${placeholder(name)}\\b`).test(said));
  deepStrictEqual(lacking, [], said);
}

/** The only finding of a step. It must be wrong. */
export function wrongAt(step: StepId, change: Partial<ClusterFacts>) {
  const [one, ...others] = found(step, change);
  if (one?.result !== "wrong" || others.length > 0) {
    throw new Error(JSON.stringify([one, ...others]));
  }
  seeNamed(one);
  return one;
}
