import { randomUUID } from "node:crypto";
import { importJWK, SignJWT } from "jose";
import type { ClusterRecord } from "../../clusters/records";
import type { KubernetesObject } from "../model/object";
import { issuerOf } from "./oidc";

export const POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";
export const STS_AUDIENCE = "sts.amazonaws.com";

const DEFAULT_LIFETIME = 3600;

export interface TokenRequest {
  serviceAccount: KubernetesObject;
  audiences: string[];
  pod?: KubernetesObject;
  /** Defaults to 3600. */
  expirationSeconds?: number;
  now?: Date;
}

export async function serviceAccountToken(
  cluster: ClusterRecord,
  request: TokenRequest,
): Promise<{ token: string; expiration: Date }> {
  const { serviceAccount, pod } = request;
  const { namespace = "", name, uid } = serviceAccount.metadata;
  const issuedAt = Math.floor((request.now ?? new Date()).getTime() / 1000);
  const expiresAt = issuedAt + (request.expirationSeconds ?? DEFAULT_LIFETIME);
  const nodeName = pod?.spec?.nodeName;
  const token = await new SignJWT({
    "kubernetes.io": {
      namespace,
      ...(nodeName ? { node: { name: nodeName } } : {}),
      ...(pod && { pod: { name: pod.metadata.name, uid: pod.metadata.uid } }),
      serviceaccount: { name, uid },
    },
  })
    .setProtectedHeader({ alg: "RS256", kid: cluster.signingKey.kid })
    .setIssuer(issuerOf(cluster))
    .setSubject(`system:serviceaccount:${namespace}:${name}`)
    .setAudience(request.audiences)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(expiresAt)
    .setJti(randomUUID())
    .sign(await importJWK(cluster.signingKey, "RS256"));
  return { token, expiration: new Date(expiresAt * 1000) };
}
