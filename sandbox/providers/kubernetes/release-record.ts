import type { KubernetesObject } from "../../kubernetes/model/object";
import { SECRETS } from "../../kubernetes/model/resource-types";
import type { ChartValues } from "../../kubernetes/objects/charts";
import type { ClusterApi } from "./cluster-api";

/** What Helm remembers of a release. */
export interface ReleaseRecord {
  name: string;
  namespace: string;
  chart: string;
  version: string;
  values: ChartValues;
  revision: number;
  /** Helm writes `pending-…` before it touches an object, and `deployed` once all are there. */
  status: "pending-install" | "pending-upgrade" | "deployed";
  objects: KubernetesObject[];
}

/** The Secret in which Helm keeps a revision of a release. */
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
    data: { release: Buffer.from(JSON.stringify(record)).toString("base64") },
  };
}

/** The newest revision of a release, or `undefined` when there is none. */
export async function findRecord(
  api: ClusterApi,
  namespace: string,
  release: string,
): Promise<ReleaseRecord | undefined> {
  const revisions = (await api.list(SECRETS, namespace))
    .filter(({ metadata }) => metadata.labels?.owner === "helm" && metadata.labels.name === release)
    .map(({ data }) => {
      const { release: text } = data as { release: string };
      return JSON.parse(Buffer.from(text, "base64").toString()) as ReleaseRecord;
    });
  return revisions.sort((a, b) => b.revision - a.revision)[0];
}
