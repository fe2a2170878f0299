import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "@aws-sdk/client-eks";
import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { dnsSuffixOf } from "iam-proof/names";
import type { AccountAccess } from "../aws/account-access";
import { UserError } from "../terminal/errors";

/** How long a token is valid, in seconds. */
const VALID = 60;

/** A bearer token as created by `aws eks get-token`: the URL of a signed STS call that names the cluster. */
async function clusterToken(
  { name, region }: Pick<ResolvedCluster, "name" | "region">,
  access: AccountAccess,
): Promise<string> {
  const { credentials, sha256 } = new STSClient(access).config;
  const signer = new SignatureV4({ service: "sts", region, credentials, sha256 });
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS } = process.env;
  const own = AWS_ENDPOINT_URL_STS || AWS_ENDPOINT_URL;
  const endpoint = new URL(own || `https://sts.${region}.${dnsSuffixOf(region)}`);
  const { path, query } = await signer.presign(
    {
      method: "GET",
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port && { port: Number(endpoint.port) }),
      path: "/",
      headers: { host: endpoint.host, "x-k8s-aws-id": name },
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
    },
    { expiresIn: VALID, unhoistableHeaders: new Set(["x-k8s-aws-id"]) },
  );
  const signed = new URL(path, endpoint);
  for (const [key, value] of Object.entries(query ?? {})) signed.searchParams.set(key, `${value}`);
  return `k8s-aws-v1.${Buffer.from(signed.href).toString("base64url")}`;
}

/** Reads the object or list at a path of a cluster's API, as JSON; undefined if there is none. */
export type ReadObject = (path: string) => Promise<string | undefined>;

/** What is needed to call a cluster's API. */
export type AskedCluster = Pick<ResolvedCluster, "id" | "name" | "region">;

/** A call to a cluster's API. */
export interface ClusterCall {
  method: "GET" | "POST" | "DELETE" | "PATCH";
  path: string;
  body?: object;
}

/** An answer of a cluster's API. */
export interface ClusterAnswer {
  status: number;
  body: string;
}

/** Calls a cluster's API. */
export type ClusterCalls = (call: ClusterCall) => Promise<ClusterAnswer>;

/** The message about an API that did not answer in time. */
export const NO_ANSWER = "no answer in time";

/** In milliseconds. */
const PATIENCE = 30_000;

/** The attempts to read, and the pause between two in milliseconds. */
const ATTEMPTS = { most: 4, pause: 1_000 };

/** Returns a function that reads objects of the cluster that `call` calls. `id` is the cluster's name in errors. */
export function readerOf(id: string, call: ClusterCalls): ReadObject {
  return async (path) => {
    const { body, status } = await untilAnswered(() => call({ method: "GET", path }));
    if (status === 200) return body;
    if (status === 404) return undefined;
    throw refused(id, status, body);
  };
}

/** Deletes the object at a path. */
export async function deleteObject(id: string, call: ClusterCalls, path: string): Promise<void> {
  const { body, status } = await call({ method: "DELETE", path });
  if (status >= 300 && status !== 404 && status !== 409) {
    throw refused(id, status, body);
  }
}

/** Writes an object as a field manager. Fields that the manager wrote before and that `object` lacks are removed. */
export async function applyObject(
  id: string,
  call: ClusterCalls,
  { manager, object, path }: { manager: string; object: object; path: string },
): Promise<void> {
  const query = new URLSearchParams({ fieldManager: manager });
  const asked = { method: "PATCH", path: `${path}?${query}`, body: object } as const;
  const { body, status } = await call(asked);
  if (status >= 300) throw refused(id, status, body);
}

/** Repeats a read if the API server is too busy or fails, or if the connection breaks. */
async function untilAnswered(read: () => Promise<ClusterAnswer>): Promise<ClusterAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await read().catch((error: Error) => {
      if (attempt === ATTEMPTS.most || !/socket hang up|ECONNRESET/.test(error.message))
        throw error;
      return undefined;
    });
    const isFinal = answer && answer.status !== 429 && answer.status < 500;
    if (answer && (isFinal || attempt === ATTEMPTS.most)) return answer;
    await sleep(ATTEMPTS.pause);
  }
}

/**
 * Returns a function that calls a cluster's Kubernetes API with an EKS token for the account's own credentials, regardless of any
 * kubeconfig.
 */
export async function callsOf(
  cluster: AskedCluster,
  { certificateAuthority, endpoint = "" }: Cluster,
  access: AccountAccess,
): Promise<ClusterCalls> {
  const authorization = `Bearer ${await clusterToken(cluster, access)}`;
  const ca = Buffer.from(certificateAuthority?.data ?? "", "base64");
  return (call) =>
    send(endpoint, call, { authorization }, ca).catch((error) => {
      throw cannotAsk(cluster.id, error.message);
    });
}

async function send(
  endpoint: string,
  { body, method, path }: ClusterCall,
  authorized: Record<string, string>,
  ca: Buffer,
): Promise<ClusterAnswer> {
  const type = method === "PATCH" ? "application/apply-patch+yaml" : "application/json";
  const headers = { ...authorized, ...(body && { "content-type": type }) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE);
    request(endpoint + path, { method, headers, ca, signal }, resolve)
      .once("error", (error) => reject(signal.aborted ? new Error(NO_ANSWER) : error))
      .end(body && JSON.stringify(body));
  });
  return { status: response.statusCode ?? 0, body: await text(response) };
}

/** The error for a cluster's API that answered with a failure. The error's `status` is the HTTP status. */
function refused(id: string, status: number, body: string): UserError {
  return Object.assign(cannotAsk(id, `it answered ${status}, ${messageIn(body)}`), { status });
}

function cannotAsk(id: string, why: string): UserError {
  return new UserError(`cannot ask the Kubernetes API of cluster ${id}: ${why.trim()}`);
}

/** The message in the API's status. */
function messageIn(body: string): string {
  try {
    return String(JSON.parse(body).message);
  } catch {
    return body.slice(0, 200);
  }
}
