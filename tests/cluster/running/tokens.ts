import type { ApiClient, KubernetesObject } from "./api-client";

const GROUP = { apiVersion: "authentication.k8s.io/v1" };

/** A token of a pod's service account for an audience, as a kubelet asks for it. */
export async function requestToken(
  client: ApiClient,
  account: KubernetesObject,
  audience: string,
  pod: KubernetesObject,
): Promise<string> {
  const { name, uid } = pod.metadata;
  const boundObjectRef = { apiVersion: "v1", kind: "Pod", name, uid };
  const question = {
    ...GROUP,
    kind: "TokenRequest",
    spec: { audiences: [audience], boundObjectRef },
  };
  return (await client.ask(question, { object: account, name: "token" })).status.token;
}

/** Whether a token holds for an audience, and whose it is. */
export async function reviewToken(
  client: ApiClient,
  token: string,
  audience: string,
): Promise<{ authenticated?: boolean; user?: { username: string } }> {
  const question = { ...GROUP, kind: "TokenReview", spec: { token, audiences: [audience] } };
  return (await client.ask(question)).status;
}
