import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

/** Credentials of a role session. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Who signs the request: a node of the cluster, or anyone else who may call `eks-auth:AssumeRoleForPodIdentity`. */
export type Signer = Pick<STSClientConfig, "credentials"> & { region: string };

/** Exchanges a pod's token for credentials of the pod's role, as the Pod Identity agent does. */
export async function podCredentials(
  endpoint: string,
  by: Signer,
  cluster: string,
  token: string,
): Promise<SessionCredentials> {
  const url = new URL(endpoint);
  const path = `/clusters/${cluster}/assume-role-for-pod-identity`;
  const body = JSON.stringify({ token });
  const { credentials, sha256 } = new STSClient(by).config;
  const signer = new SignatureV4({ service: "eks-auth", region: by.region, credentials, sha256 });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
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
    const name = response.headers.get("x-amzn-errortype") ?? answer.__type ?? "UnknownError";
    const requestId = response.headers.get("x-amzn-requestid") ?? undefined;
    const $metadata = { requestId, httpStatusCode: response.status };
    const error = new Error(answer.message ?? `status ${response.status}`);
    throw Object.assign(error, { name, $metadata });
  }
  const { accessKeyId, secretAccessKey, sessionToken } = answer.credentials;
  return { accessKeyId, secretAccessKey, sessionToken };
}
