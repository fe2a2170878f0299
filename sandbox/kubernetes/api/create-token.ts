import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { HttpRequest } from "../../wire/messages/http-request";
import type { KubernetesObject } from "../model/object";
import { PODS, SERVICE_ACCOUNTS } from "../model/resource-types";
import { badRequest, unknownResource } from "../model/status-error";
import { ClusterObjects } from "../objects/cluster-objects";
import { serviceAccountToken } from "../tokens/service-account-token";
import { readTokenRequest } from "../validation/token-request";
import type { ResourcePath } from "./api-path";
import { readBody } from "./request-body";

/** Answers a `TokenRequest` of a service account. */
export async function createToken(
  platform: Platform,
  cluster: ClusterRecord,
  request: HttpRequest,
  { namespace, name }: ResourcePath,
  now: Date,
): Promise<object> {
  if (request.method !== "POST" || name === undefined) throw unknownResource();
  const objects = new ClusterObjects(platform.store, cluster);
  const serviceAccount = objects.require(SERVICE_ACCOUNTS, namespace, name);
  const { audiences, expirationSeconds, boundObjectRef } = readTokenRequest(readBody(request));
  let pod: KubernetesObject | undefined;
  if (boundObjectRef) {
    pod = objects.require(PODS, namespace, boundObjectRef.name);
    if (pod.spec?.serviceAccountName !== name) {
      throw badRequest(`pod ${boundObjectRef.name} does not run as service account ${name}`);
    }
  }
  const { token, expiration } = await serviceAccountToken(platform, cluster, {
    serviceAccount,
    audiences: audiences?.length ? audiences : ["https://kubernetes.default.svc"],
    expirationSeconds,
    pod,
    now,
  });
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name, namespace },
    spec: { audiences, expirationSeconds, boundObjectRef },
    status: { token, expirationTimestamp: expiration.toISOString() },
  };
}
