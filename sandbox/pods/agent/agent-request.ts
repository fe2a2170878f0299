import { SignatureV4 } from "@smithy/signature-v4";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { ClusterRecord } from "../../clusters/records";
import type { Session } from "../../identity/callers/issue-session";
import { Sha256 } from "../../wire/signature/canonical-request";

export interface PodCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Version 0.1 of the agent, up to 0.1.37, keeps credentials by token; 0.2 keeps them by pod uid. */
export type AgentGeneration = "0.1" | "0.2";

export interface AgentRequest {
  cluster: ClusterRecord;
  generation: AgentGeneration;
  token: string;
  node: () => Session;
  now: Date;
}

/** Why the agent gives no credentials, in the words of the SDK. */
export class AgentError extends Error {
  constructor(
    public readonly status: number,
    message: string,
    /** The code of EKS Auth's error, if EKS Auth refused. */
    public readonly code?: string,
  ) {
    super(message);
  }
}

/** Algorithms of the agent's library. It even reads an unsigned token, which EKS Auth refuses. */
const ALGORITHMS = /^([HREP]S(256|384|512)|EdDSA|none)$/;

/** Checks what the agent itself checks: shape, algorithm and times. EKS Auth checks the signature. */
export function checkToken(token: string, now: Date): void {
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

const TIMEOUT = 10_000;

interface AssumeRoleAnswer {
  credentials: PodCredentials & { expiration: number };
}

/** Exchanges a token at EKS Auth, once. Throws `AgentError` if EKS Auth refuses, and whatever `fetch` throws. */
export async function assumeRoleForPodIdentity(
  endpoint: string,
  { cluster, token, node, now }: AgentRequest,
): Promise<AssumeRoleAnswer> {
  let credentials: Session;
  try {
    credentials = node();
  } catch (error) {
    throw new AgentError(500, error instanceof Error ? error.message : String(error));
  }
  const { protocol, hostname, port, host } = new URL(endpoint);
  const path = `/clusters/${encodeURIComponent(cluster.name)}/assume-role-for-pod-identity`;
  const body = JSON.stringify({ token });
  const signer = new SignatureV4({
    service: "eks-auth",
    region: cluster.region,
    credentials,
    sha256: Sha256,
  });
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
    code,
  );
}
