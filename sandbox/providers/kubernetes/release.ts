import type { KubernetesObject } from "../../kubernetes/model/object";
import { NAMESPACES, requireType, SECRETS } from "../../kubernetes/model/resource-types";
import { type ChartName, type ChartValues, chartObjects } from "../../kubernetes/objects/charts";
import { autoname } from "../common/autoname";
import { checkInputs } from "../common/check-inputs";
import { diffInputs } from "../common/differences";
import type { Lifecycle } from "../common/provider";
import {
  any,
  boolean,
  number,
  type Properties,
  refused,
  type Schema,
  string,
  unknownValue,
} from "../common/values";
import type { ClusterApi } from "./cluster-api";
import { findRecord, type ReleaseRecord, recordSecret } from "./release-record";

export const releaseType = "kubernetes:helm.sh/v3:Release";

/** The charts that the sandbox knows, with their default versions. */
const latest: Record<ChartName, string> = {
  "eks-pod-identity-agent": "1.3.10",
  "secrets-store-csi-driver": "1.6.0",
  "secrets-store-csi-driver-provider-aws": "3.1.1",
};

const local = "the sandbox knows charts by name and reads no file";

const schema: Schema = {
  atomic: boolean(),
  chart: string({ required: true, problem: chartProblem }),
  cleanupOnFail: boolean(),
  compat: string(),
  createNamespace: boolean(),
  dependencyUpdate: boolean(),
  description: string(),
  forceUpdate: boolean(),
  keyring: refused(local),
  maxHistory: number(),
  name: string({ computed: true, replaces: true }),
  namespace: string({ computed: true, replaces: true }),
  postrender: refused(local),
  repositoryOpts: any(),
  skipAwait: boolean(),
  skipCrds: boolean(),
  timeout: number(),
  valueYamlFiles: refused(local),
  values: any(),
  version: string(),
  waitForJobs: boolean(),
};

export const releaseProperties = {
  inputs: Object.keys(schema),
  outputs: ["resourceNames", "status"],
};

/** The lifecycle of a Helm release: the objects of a known chart, and Helm's own record. */
export function releaseLifecycle(api: () => ClusterApi, namespace: () => string): Lifecycle {
  const outputs = (inputs: Properties, record: ReleaseRecord): Properties => ({
    ...inputs,
    resourceNames: resourceNames(record.objects),
    status: {
      name: record.name,
      namespace: record.namespace,
      chart: record.chart,
      version: record.version,
      revision: record.revision,
      status: record.status,
    },
  });

  return {
    check({ name, olds, news, randomSeed }) {
      const { inputs, failures } = checkInputs(releaseType, schema, news);
      const kept = Array.isArray(olds.__defaults) && olds.__defaults.includes("name");
      const named = inputs.name !== undefined;
      const made = kept ? olds.name : autoname({ name, randomSeed }, { maxLength: 53, digits: 8 });
      return {
        inputs: {
          ...inputs,
          name: inputs.name ?? made,
          namespace: inputs.namespace ?? namespace(),
          __defaults: named ? [] : ["name"],
        },
        failures,
      };
    },

    diff: ({ oldInputs, news }) => ({
      changes: diffInputs(schema, oldInputs, news),
      deleteBeforeReplace: false,
    }),

    async create({ inputs, preview }) {
      if (preview) {
        return {
          id: "",
          outputs: { ...inputs, resourceNames: unknownValue, status: unknownValue },
        };
      }
      const record = planned(inputs, 1, "pending-install");
      if (await findRecord(api(), record.namespace, record.name)) {
        throw new Error(`release ${record.name}: cannot re-use a name that is still in use`);
      }
      if (inputs.createNamespace) await ensureNamespace(api(), record.namespace);
      const deployed = await deploy(api(), record);
      return { id: `${record.namespace}/${record.name}`, outputs: outputs(inputs, deployed) };
    },

    async read({ id, inputs }) {
      const [space = "", name = ""] = id.split("/");
      const record = await findRecord(api(), space, name);
      if (!record) return undefined;
      const { chart, version, values } = record;
      const live = { chart, name, namespace: space, version, values };
      const imported = Object.keys(inputs).length === 0;
      const read = imported ? live : { ...inputs, ...("version" in inputs && { version }), values };
      return { id, outputs: outputs(read, record), inputs: read };
    },

    async update({ id, state, news, preview }) {
      if (preview) return { ...state, ...news, status: unknownValue };
      const [space = "", name = ""] = id.split("/");
      const old = await findRecord(api(), space, name);
      if (!old) throw new Error(`release ${id} is gone: refresh, then deploy again`);
      if (old.status !== "deployed") {
        throw new Error("another operation (install/upgrade/rollback) is in progress");
      }
      const record = planned(news, old.revision + 1, "pending-upgrade");
      const deployed = await deploy(api(), record);
      const kept = new Set(record.objects.map(identity));
      await remove(
        api(),
        old.objects.filter((object) => !kept.has(identity(object))),
      );
      await api().delete(SECRETS, space, recordSecret(old).metadata.name);
      return outputs(news, deployed);
    },

    async delete({ id }) {
      const [space = "", name = ""] = id.split("/");
      const record = await findRecord(api(), space, name);
      if (!record) return;
      await remove(api(), record.objects);
      await api().delete(SECRETS, space, recordSecret(record).metadata.name);
    },
  };
}

function planned(
  inputs: Properties,
  revision: number,
  status: ReleaseRecord["status"],
): ReleaseRecord {
  const chart = chartName(String(inputs.chart));
  const release = String(inputs.name);
  const namespace = String(inputs.namespace);
  const version = String(inputs.version ?? latest[chart]);
  const values = (inputs.values ?? {}) as ChartValues;
  const objects = chartObjects({ chart, release, namespace, version, values }).map((object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, "app.kubernetes.io/managed-by": "Helm" },
      annotations: {
        ...object.metadata.annotations,
        "meta.helm.sh/release-name": release,
        "meta.helm.sh/release-namespace": namespace,
      },
    },
  }));
  return { name: release, namespace, chart, version, values, revision, status, objects };
}

/** Records the start, does the work, and records the end. A killed run leaves the release pending. */
async function deploy(api: ClusterApi, record: ReleaseRecord): Promise<ReleaseRecord> {
  await refuseForeign(api, record);
  await api.create(SECRETS, recordSecret(record));
  await apply(api, record);
  const deployed: ReleaseRecord = { ...record, status: "deployed" };
  const secret = recordSecret(deployed);
  await api.patch(SECRETS, record.namespace, secret.metadata.name, secret);
  return deployed;
}

async function refuseForeign(api: ClusterApi, { objects }: ReleaseRecord): Promise<void> {
  for (const object of objects) {
    const { name, namespace, annotations } = object.metadata;
    const existing = await api.get(requireType(object), namespace, name);
    if (!existing) continue;
    const wanted = annotations?.["meta.helm.sh/release-name"];
    const owner = existing.metadata.annotations?.["meta.helm.sh/release-name"];
    if (owner !== wanted) {
      throw new Error(
        `${object.kind} "${name}" in namespace "${namespace ?? ""}" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "${wanted}": current value is "${owner ?? ""}"`,
      );
    }
  }
}

async function apply(api: ClusterApi, { objects }: ReleaseRecord): Promise<void> {
  for (const object of objects) {
    const type = requireType(object);
    const { name, namespace } = object.metadata;
    const existing = await api.get(type, namespace, name);
    await (existing ? api.patch(type, namespace, name, object) : api.create(type, object));
  }
}

async function remove(api: ClusterApi, objects: KubernetesObject[]): Promise<void> {
  for (const object of objects) {
    await api.delete(requireType(object), object.metadata.namespace, object.metadata.name);
  }
}

async function ensureNamespace(api: ClusterApi, name: string): Promise<void> {
  if (await api.get(NAMESPACES, undefined, name)) return;
  await api.create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
}

function resourceNames(objects: KubernetesObject[]): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const { apiVersion, kind, metadata } of objects) {
    const place = metadata.namespace ? `${metadata.namespace}/` : "";
    const key = `${kind}/${apiVersion}`;
    names[key] = [...(names[key] ?? []), place + metadata.name];
  }
  return names;
}

function identity({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiVersion, kind, metadata.namespace, metadata.name].join("/");
}

function chartName(chart: string): ChartName {
  return chart.slice(chart.lastIndexOf("/") + 1) as ChartName;
}

function chartProblem(chart: string): string | undefined {
  return chartName(chart) in latest
    ? undefined
    : `must be one of the charts that the sandbox knows (${Object.keys(latest).join(", ")}), got ${chart}`;
}
