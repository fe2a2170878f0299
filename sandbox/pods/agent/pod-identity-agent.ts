import { asMapping } from "iam-proof/collections";
import { decodeJwt } from "jose";
import type { Platform } from "../../identity/platform";
import { POD_IDENTITY_AUDIENCE } from "../../kubernetes/tokens/service-account-token";
import { verifyPodToken } from "../../kubernetes/tokens/verify-token";
import {
  AgentError,
  type AgentRequest,
  assumeRoleForPodIdentity,
  checkToken,
  type PodCredentials,
} from "./agent-request";

/** Answers a pod's credentials for its service account token. Throws `AgentError`. */
export type PodIdentityAgent = (request: AgentRequest) => Promise<PodCredentials>;

interface Kept {
  credentials: PodCredentials;
  /** The last valid token for these credentials. The agent uses it to renew them. */
  token: string;
  /** Epoch milliseconds. */
  renewAt: number;
  expiresAt: number;
}

const SAFETY_MARGIN = 15_000;
/** The default of `--max-credential-retention-before-renewal`. */
const RENEWAL = 3 * 3600 * 1000;
const RETRY = 60_000;
/** After these errors the agent drops its credentials. After any other it keeps them and tries again. */
const IRRECOVERABLE = [
  "AccessDeniedException",
  "ExpiredTokenException",
  "InvalidTokenException",
  "ResourceNotFoundException",
];

/** The EKS Pod Identity agent. It keeps credentials, so a pod has them up to three hours after its association is gone. */
export function createPodIdentityAgent(platform: Pick<Platform, "endpoint">): PodIdentityAgent {
  const cache = new Map<string, Kept>();

  const obtain = async (key: string, request: AgentRequest): Promise<PodCredentials> => {
    const answer = await assumeRoleForPodIdentity(platform.endpoint, request);
    const { expiration, ...credentials } = answer.credentials;
    const expiresAt = expiration * 1000;
    const renewAt = Math.min(expiresAt, request.now.getTime() + RENEWAL);
    cache.set(key, { credentials, token: request.token, renewAt, expiresAt });
    return credentials;
  };

  const renew = async (key: string, kept: Kept, request: AgentRequest): Promise<void> => {
    try {
      await obtain(key, { ...request, token: kept.token });
    } catch (error) {
      const code = error instanceof AgentError ? (error.code ?? "") : "";
      if (IRRECOVERABLE.includes(code)) cache.delete(key);
      else cache.set(key, { ...kept, renewAt: request.now.getTime() + RETRY });
    }
  };

  return async (request) => {
    const { cluster, generation, token } = request;
    const now = request.now.getTime();
    for (const [key, { expiresAt }] of cache) {
      if (expiresAt - SAFETY_MARGIN <= now) cache.delete(key);
    }
    checkToken(token, request.now);
    const key = [generation, cluster.arn, generation === "0.1" ? token : podUid(token)].join();
    const old = cache.get(key);
    if (old && old.renewAt <= now) await renew(key, old, request);
    const kept = cache.get(key);
    if (kept && (kept.token === token || (await isTrue(request)))) {
      cache.set(key, { ...kept, token });
      return kept.credentials;
    }
    return obtain(key, request);
  };
}

function podUid(token: string): string {
  const { uid } = asMapping(asMapping(decodeJwt(token)["kubernetes.io"]).pod);
  if (typeof uid === "string" && uid !== "") return uid;
  throw new AgentError(500, "failed to get pod uid from service account token");
}

/** Whether 0.2 itself accepts a token of a pod with kept credentials, by the keys that the API server publishes since 1.34. */
async function isTrue({ cluster, token, now }: AgentRequest): Promise<boolean> {
  const [major = 0, minor = 0] = cluster.version.split(".").map(Number);
  if (major === 1 && minor < 34) return false;
  const audience = POD_IDENTITY_AUDIENCE;
  return "pod" in (await verifyPodToken(cluster, token, audience, now));
}
