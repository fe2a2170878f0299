import { SignatureV4 } from "@smithy/signature-v4";
import type { Session } from "../../identity/callers/issue-session";
import { Sha256 } from "../../wire/signature/sha256";
import { AgentError } from "./agent-error";
import type { AgentRequest, PodCredentials } from "./agent-request";

const TIMEOUT = 10_000;

interface AssumeRoleAnswer {
  credentials: PodCredentials & { expiration: number };
}

/** Exchanges a token at EKS Auth, once. Throws `AgentError` where EKS Auth refuses, and whatever `fetch` throws. */
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
