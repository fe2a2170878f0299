import { SignatureV4 } from "@smithy/signature-v4";
import type { AccountCredentials } from "../../instance/control-client";
import { Sha256 } from "../../wire/signature/sha256";

/** Credentials of a role session. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Changes a pod's token into credentials, as the Pod Identity agent does: signed by the node, for the pod's role. */
export async function podCredentials(
  endpoint: string,
  node: AccountCredentials,
  cluster: string,
  token: string,
): Promise<SessionCredentials> {
  const url = new URL(endpoint);
  const path = `/clusters/${cluster}/assume-role-for-pod-identity`;
  const body = JSON.stringify({ token });
  const signer = new SignatureV4({
    service: "eks-auth",
    region: node.region,
    credentials: node,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path,
    query: {},
    headers: { host: url.host, "content-type": "application/json" },
    body,
  });
  const response = await fetch(`${endpoint}${path}`, { method: "POST", headers, body });
  const answer = (await response.json()) as {
    credentials?: SessionCredentials;
    message?: string;
    __type?: string;
  };
  if (!answer.credentials) {
    const code = response.headers.get("x-amzn-errortype") ?? answer.__type ?? "UnknownError";
    throw Object.assign(new Error(answer.message ?? `status ${response.status}`), { name: code });
  }
  const { accessKeyId, secretAccessKey, sessionToken } = answer.credentials;
  return { accessKeyId, secretAccessKey, sessionToken };
}
