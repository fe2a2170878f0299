import { type ClusterRecord, randomName } from "../clusters/records";
import { ControlError, type ControlRoute } from "../control/control";
import type { Platform } from "../identity/platform";
import type { KubernetesObject } from "../kubernetes/model/object";
import { NAMESPACES, PODS, SERVICE_ACCOUNTS } from "../kubernetes/model/resource-types";
import { createNamespace } from "../kubernetes/objects/cluster";
import { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { holdWebhook } from "../kubernetes/objects/pod-identity-webhook";
import {
  POD_IDENTITY_AUDIENCE,
  serviceAccountToken,
} from "../kubernetes/tokens/service-account-token";
import type { Input } from "../operations/input/input";
import { exec, probe } from "./exec";
import { type ClusterPod, podsOf } from "./find-pods";
import { isReady } from "./objects/pod-status";
import type { PodMounts } from "./pod-mounts";
import { podStatus } from "./status";

/** The operations of the sandbox's own API for pods. */
export function podControlRoutes(
  platform: Platform,
  root: string,
  mounts: PodMounts,
  settle: () => Promise<void>,
): ControlRoute[] {
  const { store } = platform;
  return [
    {
      method: "POST",
      path: "/exec",
      handle: async (input) => {
        const pods = readersPods(platform, input);
        const { cluster, pod } = pods.find((one) => isReady(one.pod)) ?? (pods[0] as ClusterPod);
        const result = await exec(
          new ClusterObjects(store, cluster),
          root,
          pod,
          input.texts("command"),
        );
        return { ...result, stale: mounts.staleOf(pod) };
      },
    },
    {
      method: "POST",
      path: "/probe",
      handle: async (input) => {
        const objects = new ClusterObjects(store, clusterOf(platform, input));
        const identity = {
          namespace: input.text("namespace"),
          serviceAccount: input.text("serviceAccount"),
          secretProviderClass: input.text("secretProviderClass"),
          mountPath: input.text("mountPath"),
        };
        requireServiceAccount(objects, identity);
        return probe(objects, root, identity, input.texts("command"), settle);
      },
    },
    {
      method: "POST",
      path: "/remount",
      handle: async (input) => {
        const pods = readersPods(platform, input);
        const remounted = await Promise.all(
          pods.map(async (target) => {
            const failure = await mounts.remount(target.cluster, target.pod);
            return { ...podStatus(store, root, mounts, target), ...(failure && { failure }) };
          }),
        );
        return { pods: remounted };
      },
    },
    {
      method: "POST",
      path: "/settle",
      handle: async () => {
        await settle();
        return {};
      },
    },
    {
      method: "POST",
      path: "/webhook",
      handle: async (input) => {
        holdWebhook(store, clusterOf(platform, input), input.flag("held"));
        return {};
      },
    },
    {
      method: "POST",
      path: "/token",
      handle: (input, now) => createToken(platform, input, now),
    },
  ];
}

function readersPods({ store }: Platform, input: Input): ClusterPod[] {
  const reader = input.text("reader");
  const pods = podsOf(store, reader, input.optionalText("cluster") || undefined);
  if (pods.length === 0) {
    throw new ControlError(
      404,
      `no pod of ${reader}: no Deployment or service account of that name has one`,
    );
  }
  return pods;
}

function clusterOf({ store }: Platform, input: Input): ClusterRecord {
  const arn = input.text("cluster");
  const cluster = store.values<ClusterRecord>(["eks-cluster"]).find((one) => one.arn === arn);
  if (!cluster) throw new ControlError(404, `no cluster ${arn}`);
  return cluster;
}

function requireServiceAccount(
  objects: ClusterObjects,
  { namespace, serviceAccount }: { namespace: string; serviceAccount: string },
): void {
  if (objects.get(SERVICE_ACCOUNTS, namespace, serviceAccount)) return;
  throw new ControlError(404, `no service account ${namespace}/${serviceAccount}`);
}

async function createToken(platform: Platform, input: Input, now: Date): Promise<object> {
  const cluster = clusterOf(platform, input);
  const objects = new ClusterObjects(platform.store, cluster);
  const namespace = input.text("namespace");
  const name = input.text("serviceAccount");
  const expirationSeconds = Number(input.members.expirationSeconds ?? 3600);
  if (!(expirationSeconds >= 600)) {
    throw new ControlError(400, "expirationSeconds must be 600 at least");
  }
  if (!objects.get(NAMESPACES, undefined, namespace)) {
    createNamespace(objects, { metadata: { name: namespace } });
  }
  const serviceAccount =
    objects.get(SERVICE_ACCOUNTS, namespace, name) ??
    objects.create(SERVICE_ACCOUNTS, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name, namespace },
    });
  return serviceAccountToken(cluster, {
    serviceAccount,
    audiences: [input.optionalText("audience") || POD_IDENTITY_AUDIENCE],
    pod: podOf(objects, namespace, name),
    expirationSeconds,
    now,
  });
}

function podOf(
  objects: ClusterObjects,
  namespace: string,
  serviceAccountName: string,
): KubernetesObject {
  return (
    objects
      .list(PODS, namespace)
      .find(({ spec }) => spec?.serviceAccountName === serviceAccountName) ??
    objects.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `token-${randomName(5)}`, namespace },
      spec: { serviceAccountName, containers: [{ name: "token" }] },
      status: { phase: "Pending" },
    })
  );
}
