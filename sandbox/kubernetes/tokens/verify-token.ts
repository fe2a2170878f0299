import { asMapping } from "iam-proof/collections";
import { errors, importJWK, type JWTPayload, jwtVerify } from "jose";
import type { ClusterRecord } from "../../clusters/records";
import { issuerOf, publicKey } from "./oidc";

export interface PodIdentity {
  namespace: string;
  serviceAccount: string;
  podName: string;
  podUid: string;
}

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export interface TokenFault {
  fault: "invalid" | "expired";
  message: string;
}

/** Verifies a token with the cluster's public keys. `audience`: the audience that it must have. If absent, the caller checks it. */
export async function verifyToken(
  cluster: ClusterRecord,
  token: string,
  now: Date,
  audience?: string,
): Promise<{ claims: JWTPayload } | TokenFault> {
  // The library skips white space.
  if (!COMPACT.test(token)) return { fault: "invalid", message: "The token provided is malformed" };
  try {
    const key = await importJWK(publicKey(cluster.signingKey), "RS256");
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["RS256"],
      issuer: issuerOf(cluster),
      ...(audience !== undefined && { audience }),
      currentDate: now,
      requiredClaims: ["exp", "iat", "sub"],
    });
    return { claims: payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      return { fault: "expired", message: "The token provided is expired" };
    }
    return { fault: "invalid", message: faultOf(error) };
  }
}

/** Verifies a pod's token as EKS Auth does. The token of a deleted pod works until it expires (eks-pod-identity-agent#171). */
export async function verifyPodToken(
  cluster: ClusterRecord,
  token: string,
  audience: string,
  now: Date,
): Promise<{ pod: PodIdentity } | TokenFault> {
  const verified = await verifyToken(cluster, token, now, audience);
  if ("fault" in verified) return verified;
  const pod = boundPod(verified.claims);
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
