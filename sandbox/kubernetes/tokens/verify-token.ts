import { asMapping } from "iam-proof/collections";
import { errors, importJWK, jwtVerify } from "jose";
import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { issuerOf, publicKey } from "./oidc";

export interface PodIdentity {
  namespace: string;
  serviceAccount: string;
  podName: string;
  podUid: string;
}

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export type TokenVerdict = { pod: PodIdentity } | { fault: "invalid" | "expired"; message: string };

/** Verifies a token as EKS Auth does, by the cluster's public keys. A token of a pod that is gone holds until it expires (eks-pod-identity-agent#171). */
export async function verifyServiceAccountToken(
  platform: Pick<Platform, "endpoint">,
  cluster: ClusterRecord,
  token: string,
  audience: string,
  now: Date,
): Promise<TokenVerdict> {
  let claims: Record<string, unknown>;
  // The library reads over white space.
  if (!COMPACT.test(token)) return { fault: "invalid", message: "The token provided is malformed" };
  try {
    const key = await importJWK(publicKey(cluster.signingKey), "RS256");
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["RS256"],
      issuer: issuerOf(platform, cluster),
      audience,
      currentDate: now,
      requiredClaims: ["exp", "iat", "sub"],
    });
    claims = payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      return { fault: "expired", message: "The token provided is expired" };
    }
    return { fault: "invalid", message: faultOf(error) };
  }
  const pod = boundPod(claims);
  if (!pod) return { fault: "invalid", message: "The token provided is not bound to a pod" };
  return { pod };
}

function boundPod(claims: Record<string, unknown>): PodIdentity | undefined {
  const kubernetes = asMapping(claims["kubernetes.io"]);
  const { name: podName, uid: podUid } = asMapping(kubernetes.pod);
  const { name, uid } = asMapping(kubernetes.serviceaccount);
  const { namespace } = kubernetes;
  if (![podName, podUid, name, uid, namespace].every((claim) => typeof claim === "string")) {
    return undefined;
  }
  if (claims.sub !== `system:serviceaccount:${namespace}:${name}`) return undefined;
  return {
    namespace: String(namespace),
    serviceAccount: String(name),
    podName: String(podName),
    podUid: String(podUid),
  };
}

function faultOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The token provided has an invalid claim: ${error.claim}`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return "The token provided is signed with an algorithm that is not allowed";
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return "The token provided is not signed by this cluster";
  }
  return "The token provided is malformed";
}
