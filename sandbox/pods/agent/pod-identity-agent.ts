import { SignatureV4 } from "@smithy/signature-v4";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { Session } from "../../identity/callers/issue-session";
import { Sha256 } from "../../wire/signature/sha256";

/** Credentials of a pod's role session. */
export interface PodCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Why the agent gives no credentials, worded as the SDK words the agent's answer. */
export class AgentError extends Error {
  constructor(
    /** HTTP status that the agent answers. */
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Answers a pod's credentials for its service account token. Throws `AgentError`. */
export type PodIdentityAgent = (request: AgentRequest) => Promise<PodCredentials>;

export interface AgentRequest {
  clusterName: string;
  region: string;
  token: string;
  /** The node's own credentials, with which the agent signs. */
  node: () => Session;
  now: Date;
}

const SAFETY_MARGIN = 15_000;
const TIMEOUT = 10_000;
/** Algorithms that the agent's library has. It reads a token that nobody signed, too; EKS Auth refuses that. */
const ALGORITHMS = /^([HREP]S(256|384|512)|EdDSA|none)$/;

/**
 * The EKS Pod Identity agent: it exchanges tokens at EKS Auth over HTTP and keeps the credentials, by token, until they
 * expire. Unlike the real one it does not repeat a call that failed.
 */
export function createPodIdentityAgent(endpoint: string): PodIdentityAgent {
  const cache = new Map<string, { credentials: PodCredentials; expiresAt: number }>();
  return async (request) => {
    const { token, now } = request;
    for (const [key, { expiresAt }] of cache) {
      if (expiresAt - SAFETY_MARGIN <= now.getTime()) cache.delete(key);
    }
    checkToken(token, now);
    const known = cache.get(token);
    if (known) return known.credentials;
    const answer = await assumeRoleForPodIdentity(endpoint, request);
    const { expiration, ...credentials } = answer.credentials;
    cache.set(token, { credentials, expiresAt: expiration * 1000 });
    return credentials;
  };
}

/** What the agent itself looks at: shape, algorithm and times. Whether the token is true is EKS Auth's business. */
function checkToken(token: string, now: Date): void {
  const refuse = (text: string) => new AgentError(400, `failed to load credentials, : ${text}`);
  const flaw = parseFlaw(token);
  if (flaw) throw refuse(`Service account token cannot be parsed: ${flaw}`);
  const { exp, nbf } = decodeJwt(token);
  const seconds = now.getTime() / 1000;
  const late = exp !== undefined && seconds >= exp ? "token is expired" : undefined;
  const early = nbf !== undefined && seconds < nbf ? "token is not valid yet" : undefined;
  const problem = late ?? early;
  if (problem) {
    throw refuse(`Service account token failed basic claim validations: ${problem}`);
  }
}

/** Why the agent's library cannot read a token; undefined where it can. */
function parseFlaw(token: string): string | undefined {
  if (token.split(".").length !== 3) {
    return "token is malformed: token contains an invalid number of segments";
  }
  try {
    const { alg } = decodeProtectedHeader(token);
    if (!alg) return "token is unverifiable: signing method (alg) is unspecified";
    if (!ALGORITHMS.test(alg)) return "token is unverifiable: signing method (alg) is unavailable";
  } catch {
    return "token is malformed: could not JSON decode header";
  }
  try {
    decodeJwt(token);
  } catch {
    return "token is malformed: could not JSON decode claim";
  }
  return undefined;
}

interface AssumeRoleAnswer {
  credentials: PodCredentials & { expiration: number };
}

async function assumeRoleForPodIdentity(
  endpoint: string,
  { clusterName, region, token, node, now }: AgentRequest,
): Promise<AssumeRoleAnswer> {
  let credentials: Session;
  try {
    credentials = node();
  } catch (error) {
    throw new AgentError(500, error instanceof Error ? error.message : String(error));
  }
  const { protocol, hostname, port, host } = new URL(endpoint);
  const path = `/clusters/${encodeURIComponent(clusterName)}/assume-role-for-pod-identity`;
  const body = JSON.stringify({ token });
  const signer = new SignatureV4({ service: "eks-auth", region, credentials, sha256: Sha256 });
  const signed = await signer.sign(
    {
      method: "POST",
      protocol,
      hostname,
      port: Number(port),
      path,
      headers: { host, "content-type": "application/json" },
      body,
    },
    { signingDate: now },
  );
  const response = await fetch(`${endpoint}${path}`, {
    method: "POST",
    headers: signed.headers,
    body,
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const answer = (await response.json()) as AssumeRoleAnswer & { message?: string };
  if (response.ok) return answer;
  const id = response.headers.get("x-amzn-requestid") ?? "";
  const code = response.headers.get("x-amzn-errortype") ?? "";
  const fault = response.status < 500 ? "client" : "server";
  throw new AgentError(
    response.status,
    `failed to load credentials, : [${id}]: (${code}): ${answer.message ?? ""}, fault: ${fault}`,
  );
}
