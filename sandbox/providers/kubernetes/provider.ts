import { checkInputs } from "../common/check-inputs";
import { diffRecords } from "../common/diff-records";
import { any, boolean, type Schema, string } from "../common/property";
import type { Diff, Lifecycle, Provider } from "../common/provider";
import { isUnknown, type Properties } from "../common/values";
import { type ClusterApi, clusterApi } from "./cluster-api";
import { kinds, refusedTypes } from "./kinds";
import { type KubeContext, readKubeContext } from "./kubeconfig";
import { objectLifecycle } from "./object-lifecycle";
import { releaseLifecycle, releaseType } from "./release";

const schema: Schema = {
  cluster: string(),
  context: string(),
  deleteUnreachable: boolean(),
  enableConfigMapMutable: boolean(),
  enablePatchForce: boolean(),
  enableServerSideApply: boolean(),
  helmReleaseSettings: any(),
  kubeClientSettings: any(),
  kubeconfig: string(),
  namespace: string(),
  pluginDownloadURL: string(),
  skipUpdateUnreachable: boolean(),
  suppressDeprecationWarnings: boolean(),
  suppressHelmHookWarnings: boolean(),
  version: string(),
};

/** The stand-in for Pulumi's Kubernetes provider: one process serves one cluster. */
export function kubernetesProvider(version: string): Provider {
  let configured: { api: ClusterApi; namespace: string } | undefined;
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
    return kind && objectLifecycle({ ...kind, api, namespace, signal: cancelled.signal });
  };

  return {
    name: "kubernetes",
    version,
    checkConfig: (config) => checkInputs("pulumi:providers:kubernetes", schema, config).failures,
    diffConfig,

    async configure(config) {
      const context = contextOf(config);
      const given = typeof config.namespace === "string" ? config.namespace : undefined;
      configured = {
        api: clusterApi(context),
        namespace: given ?? context.namespace ?? "default",
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

/** Another cluster is another provider, and everything in it is made anew; another user of the same one is not. */
function diffConfig(olds: Properties, news: Properties): Diff {
  const changes = diffRecords(olds, news);
  if (Object.keys(changes).length > 0 && !sameServer(olds, news)) {
    for (const path of ["kubeconfig", "context", "cluster"]) {
      const change = changes[path];
      if (change) changes[path] = `${change}-replace` as typeof change;
    }
  }
  return { changes, deleteBeforeReplace: false };
}

function sameServer(olds: Properties, news: Properties): boolean {
  if (isUnknown(news.kubeconfig)) return true;
  try {
    return contextOf(olds).server === contextOf(news).server;
  } catch {
    return false;
  }
}
