import type { ClusterRecord } from "../../clusters/records";
import type { KubernetesObject } from "../../kubernetes/model/object";
import { serviceAccountToken } from "../../kubernetes/tokens/service-account-token";

export interface PodTokenRequest {
  cluster: ClusterRecord;
  pod: KubernetesObject;
  serviceAccount: KubernetesObject;
  audience: string;
  expirationSeconds?: number;
  now: Date;
}

/** Gives kubelet's tokens: one for each pod, service account and audience, kept for four fifths of its life. */
export type TokenManager = (request: PodTokenRequest) => Promise<string>;

const RENEW_AT = 0.8;

export function createTokenManager(): TokenManager {
  const tokens = new Map<string, { token: string; renewAt: number }>();
  return async (request) => {
    const { cluster, pod, serviceAccount, audience, expirationSeconds, now } = request;
    for (const [key, { renewAt }] of tokens) if (renewAt <= now.getTime()) tokens.delete(key);
    const key = JSON.stringify([
      pod.metadata.uid,
      serviceAccount.metadata.uid,
      audience,
      expirationSeconds,
    ]);
    const known = tokens.get(key);
    if (known) return known.token;
    const { token, expiration } = await serviceAccountToken(cluster, {
      serviceAccount,
      audiences: [audience],
      expirationSeconds,
      pod,
      now,
    });
    const life = expiration.getTime() - now.getTime();
    tokens.set(key, { token, renewAt: now.getTime() + life * RENEW_AT });
    return token;
  };
}
