import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import { clusterOf } from "eks-pod-secrets/change-losses";
import type { MadeResource } from "./find-by-name";
import type { Created } from "./find-created";
import type { ObjectResource, ReadOfCluster } from "./find-object";

/** The part of Helm's record of a release that is used here. */
interface HelmRelease {
  chart: { metadata: { name: string; version: string } };
  config?: Record<string, unknown> | null;
}

/**
 * The Helm release whose installation was begun with these inputs, from Helm's record in the cluster. Helm neither continues an
 * interrupted installation nor reuses its name, so it must be created again. A release with another chart, version or values, or
 * an older one, is somebody else's.
 */
export async function findRelease(
  resource: ObjectResource,
  read: ReadOfCluster,
  isOurs: (found: MadeResource) => boolean,
): Promise<Created | undefined> {
  const cluster = clusterOf(resource);
  const { chart, name, namespace, values = {}, version } = resource.inputs ?? {};
  if (cluster === undefined || name === undefined) return undefined;
  const record = `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.${name}.v1`;
  const text = await read(cluster, record);
  if (text === undefined) return undefined;
  const { data, metadata } = JSON.parse(text);
  // A Secret with that name that is not Helm's.
  if (typeof data?.release !== "string") return undefined;
  const { chart: made, config } = releaseOf(data.release);
  const isAsAsked =
    made.metadata.name === chart &&
    made.metadata.version === version &&
    isDeepStrictEqual(config ?? {}, values);
  const created = new Date(metadata.creationTimestamp);
  if (!isAsAsked || !isOurs({ created, inputs: {} })) return undefined;
  return { id: `${namespace}/${name}`, isBroken: true };
}

/** Decodes a release. Helm compresses and encodes its record, and Kubernetes encodes the bytes of every Secret once more. */
function releaseOf(data: string): HelmRelease {
  const packed = Buffer.from(Buffer.from(data, "base64").toString(), "base64");
  return JSON.parse(gunzipSync(packed).toString());
}
