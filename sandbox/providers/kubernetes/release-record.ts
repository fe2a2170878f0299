import { gunzipSync, gzipSync } from "node:zlib";
import type { KubernetesObject } from "../../kubernetes/model/object";
import { SECRETS } from "../../kubernetes/model/resource-types";
import type { ChartValues } from "../../kubernetes/objects/charts";
import type { ClusterApi } from "./cluster-api";

/** Helm's record of a release. */
export interface ReleaseRecord {
  name: string;
  namespace: string;
  chart: string;
  version: string;
  values: ChartValues;
  revision: number;
  /** Helm writes `pending-…` before it touches an object, and `deployed` after all exist. */
  status: "pending-install" | "pending-upgrade" | "deployed";
  objects: KubernetesObject[];
}

/** The members of Helm's own record that the sandbox keeps. */
interface HelmRelease {
  name: string;
  namespace: string;
  /** The revision. */
  version: number;
  info: { status: ReleaseRecord["status"] };
  chart: { metadata: { name: string; version: string } };
  config: ChartValues;
  manifest: string;
}

export function recordSecret(record: ReleaseRecord): KubernetesObject {
  const { name, namespace, revision, status } = record;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { name, owner: "helm", status, version: String(revision) },
    },
    type: "helm.sh/release.v1",
    data: { release: encodeRecord(record) },
  };
}

/** The newest revision of a release. `undefined` if there is none. */
export async function findRecord(
  api: ClusterApi,
  namespace: string,
  release: string,
): Promise<ReleaseRecord | undefined> {
  const revisions = (await api.list(SECRETS, namespace))
    .filter(({ metadata }) => metadata.labels?.owner === "helm" && metadata.labels.name === release)
    .map(({ data }) => decodeRecord((data as { release: string }).release));
  return revisions.sort((a, b) => b.revision - a.revision)[0];
}

/** The data of such a Secret: Helm packs and encodes its record, and Kubernetes encodes it again. */
export function encodeRecord(record: ReleaseRecord): string {
  const { chart, name, namespace, objects, revision, status, values, version } = record;
  const release: HelmRelease = {
    ...{ name, namespace, version: revision, info: { status }, config: values },
    chart: { metadata: { name: chart, version } },
    manifest: objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(""),
  };
  const packed = gzipSync(JSON.stringify(release)).toString("base64");
  return Buffer.from(packed).toString("base64");
}

export function decodeRecord(data: string): ReleaseRecord {
  const packed = Buffer.from(Buffer.from(data, "base64").toString(), "base64");
  const { chart, config, info, manifest, name, namespace, version }: HelmRelease = JSON.parse(
    gunzipSync(packed).toString(),
  );
  return {
    ...{ name, namespace, revision: version, status: info.status, values: config },
    ...{ chart: chart.metadata.name, version: chart.metadata.version },
    objects: manifest
      .split("---\n")
      .slice(1)
      .map((text) => JSON.parse(text)),
  };
}
