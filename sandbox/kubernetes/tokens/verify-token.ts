import { errors, importJWK, jwtVerify } from "jose";
import { asMapping } from "../../../sdk/collections/mapping";
import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { PODS, SERVICE_ACCOUNTS } from "../model/resource-types";
import { ClusterObjects } from "../objects/cluster-objects";
import { issuerOf } from "./oidc";
import { publicKey } from "./signing-key";

/** The pod that a token speaks for. */
export interface PodIdentity {
  namespace: string;
  serviceAccount: string;
  podName: string;
  podUid: string;
}

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Who a token speaks for, or why it speaks for nobody. */
export type TokenVerdict = { pod: PodIdentity } | { fault: "invalid" | "expired"; message: string };

/**
 * Verifies a service account token as EKS Auth does: the cluster's own signature, issuer, audience and times, and
 * that the pod and service account it is bound to still exist and belong together.
 */
export async function verifyServiceAccountToken(
  platform: Platform,
  cluster: ClusterRecord,
  token: string,
  audience: string,
  now: Date,
): Promise<TokenVerdict> {
  let claims: Record<string, unknown>;
  // The library reads over white space.
  if (!COMPACT.test(token)) {
    return { fault: "invalid", message: "The token provided is malformed" };
  }
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
  if (!pod) {
    return { fault: "invalid", message: "The token provided is not bound to a pod" };
  }
  return stillThere(platform, cluster, pod);
}

interface BoundPod extends PodIdentity {
  serviceAccountUid: string;
}

function boundPod(claims: Record<string, unknown>): BoundPod | undefined {
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
    serviceAccountUid: String(uid),
    podName: String(podName),
    podUid: String(podUid),
  };
}

function stillThere(
  { store }: Platform,
  cluster: ClusterRecord,
  { serviceAccountUid, ...pod }: BoundPod,
): TokenVerdict {
  const { namespace, serviceAccount, podName, podUid } = pod;
  const objects = new ClusterObjects(store, cluster);
  const account = objects.get(SERVICE_ACCOUNTS, namespace, serviceAccount);
  if (account?.metadata.uid !== serviceAccountUid) {
    return { fault: "invalid", message: "The token's service account no longer exists" };
  }
  const object = objects.get(PODS, namespace, podName);
  if (object?.metadata.uid !== podUid) {
    return { fault: "invalid", message: "The token's pod no longer exists" };
  }
  if (object.spec?.serviceAccountName !== serviceAccount) {
    return { fault: "invalid", message: "The token's pod runs as another service account" };
  }
  return { pod };
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
