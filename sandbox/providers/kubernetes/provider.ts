import { isDeepStrictEqual } from "node:util";
import { SECRET_PROVIDER_CLASSES } from "../../kubernetes/model/resource-types";
import { checkInputs } from "../common/check-inputs";
import { diffRecords } from "../common/differences";
import type { Diff, Lifecycle, Provider } from "../common/provider";
import { any, boolean, isUnknown, type Properties, type Schema, string } from "../common/values";
import { type ClusterApi, clusterApi } from "./cluster-api";
import { allMembers, kinds, refusedTypes } from "./kinds";
import { type KubeContext, readCluster, readKubeContext } from "./kubeconfig";
import { objectLifecycle } from "./object-lifecycle";
import { releaseLifecycle, releaseProperties, releaseType } from "./release";

const schema: Schema = {
  cluster: string(),
  clusterIdentifier: string(),
  context: string(),
  deleteUnreachable: boolean(),
  enableConfigMapMutable: boolean(),
  enablePatchForce: boolean(),
  enableSecretMutable: boolean(),
  enableServerSideApply: boolean(),
  helmReleaseSettings: any(),
  kubeClientSettings: any(),
  kubeconfig: string(),
  namespace: string(),
  pluginDownloadURL: string(),
  skipUpdateUnreachable: boolean(),
  suppressDeprecationWarnings: boolean(),
  suppressHelmHookWarnings: boolean(),
  upsertExistingObjects: boolean(),
  version: string(),
};

/** The SDK's modules for API groups with long names. */
const SDK_MODULES = {
  "helm.sh/v3": "helm/v3",
  "rbac.authorization.k8s.io/v1": "rbac/v1",
  "storage.k8s.io/v1": "storage/v1",
};

interface Configured {
  api: ClusterApi;
  namespace: string;
  patchForce: boolean;
  upsertExistingObjects: boolean;
}

/** The stand-in for Pulumi's Kubernetes provider. One process serves one cluster. */
export function kubernetesProvider(version: string): Provider {
  let configured: Configured | undefined;
  const cancelled = new AbortController();
  const lifecycles = new Map<string, Lifecycle>();
  const cluster = () => {
    if (!configured) throw new Error("the kubernetes provider is not configured yet");
    return configured;
  };
  const api = () => cluster().api;
  const namespace = () => cluster().namespace;

  const make = (type: string): Lifecycle | undefined => {
    if (type === releaseType) return releaseLifecycle(api, namespace);
    const reason = refusedTypes.get(type);
    if (reason) throw new Error(`resource type ${type} is refused: ${reason}`);
    const kind = kinds.get(type);
    return (
      kind &&
      objectLifecycle({
        ...kind,
        api,
        namespace,
        signal: cancelled.signal,
        patchForce: () => cluster().patchForce,
        upsertExistingObjects: () => cluster().upsertExistingObjects,
      })
    );
  };

  return {
    name: "kubernetes",
    version,
    settings: Object.keys(schema),
    types: () => ({
      moduleFormat: "(.*)",
      modules: SDK_MODULES,
      resources: {
        ...Object.fromEntries(
          // The real provider's schema has no custom resources.
          [...kinds]
            .filter(([, { type }]) => type !== SECRET_PROVIDER_CLASSES)
            .map(([type, { members }]) => [
              type,
              { inputs: allMembers(members), outputs: ["status"] },
            ]),
        ),
        [releaseType]: releaseProperties,
      },
    }),
    checkConfig: (config) => checkInputs("pulumi:providers:kubernetes", schema, config).failures,
    diffConfig,

    async configure(config) {
      const context = contextOf(config);
      const given = typeof config.namespace === "string" ? config.namespace : undefined;
      configured = {
        api: clusterApi(context),
        namespace: given ?? context.namespace ?? "default",
        patchForce: isTrue(config.enablePatchForce),
        upsertExistingObjects: isTrue(config.upsertExistingObjects),
      };
    },

    resource(type) {
      const known = lifecycles.get(type) ?? make(type);
      if (known) lifecycles.set(type, known);
      return known;
    },

    invoke: async (token) => {
      throw new Error(`function ${token} is not supported by the sandbox's kubernetes provider`);
    },

    cancel: () => cancelled.abort(),
  };
}

function contextOf(config: Properties): KubeContext {
  const { kubeconfig, context, cluster } = config as Record<string, string | undefined>;
  return readKubeContext({
    ...(kubeconfig && { kubeconfig }),
    ...(context && { context }),
    ...(cluster && { cluster }),
  });
}

/** Another cluster means another provider, which replaces everything. Only the kubeconfig's text shows this. */
function diffConfig(olds: Properties, news: Properties): Diff {
  const changes = diffRecords(olds, news);
  const replace = (...paths: string[]) => {
    for (const path of paths) {
      const change = changes[path];
      if (change) changes[path] = `${change}-replace` as typeof change;
    }
  };
  const identified = changes.clusterIdentifier;
  if (identified === "update") replace("clusterIdentifier");
  else if (!identified && news.clusterIdentifier) return { changes, deleteBeforeReplace: false };
  const unknown = CLUSTER_CHOICE.filter((path) => isUnknown(news[path]));
  const [before, after] = unknown.length > 0 ? [] : [clusterOf(olds), clusterOf(news)];
  if (unknown.length > 0) replace(...unknown);
  else if (before && after && !isDeepStrictEqual(before, after)) replace(...CLUSTER_CHOICE);
  return { changes, deleteBeforeReplace: false };
}

const CLUSTER_CHOICE = ["kubeconfig", "context", "cluster"];

/** Everything in a kubeconfig's text about the chosen cluster. Undefined without a text. */
function clusterOf({ kubeconfig, context, cluster }: Properties): unknown {
  if (typeof kubeconfig !== "string") return undefined;
  return readCluster({
    kubeconfig,
    ...(typeof context === "string" && { context }),
    ...(typeof cluster === "string" && { cluster }),
  });
}

/** Values of a provider's configuration arrive as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
