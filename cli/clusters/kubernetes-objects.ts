import { execFile } from "node:child_process";
import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import type { Cluster } from "@aws-sdk/client-eks";

import type { ResolvedCluster } from "../../sdk/grant";
import type { AccountAccess } from "../aws/account-access";
import { UserError } from "../terminal/errors";
import { clusterToken } from "./cluster-token";

/** Reads the object or the list at a path of a cluster's API, as JSON; undefined where there is none. */
export type ReadObject = (path: string) => Promise<string | undefined>;

/** In milliseconds. */
const PATIENCE = 30_000;

/** Of an answer of kubectl. */
const MOST_BYTES = 64 * 1024 * 1024;

/** How to ask the Kubernetes API of a cluster, as deployments do: by the context that the inventory names, else by a token of EKS. */
export async function objectsOf(
  cluster: ResolvedCluster,
  { certificateAuthority, endpoint = "" }: Cluster,
  access: AccountAccess,
): Promise<ReadObject> {
  const { id, kubeconfigContext } = cluster;
  if (kubeconfigContext) return (path) => askKubectl(id, kubeconfigContext, path);
  const authorization = `Bearer ${await clusterToken(cluster, access)}`;
  const ca = Buffer.from(certificateAuthority?.data ?? "", "base64");
  return async (path) => {
    const { body, status } = await ask(endpoint + path, { authorization }, ca).catch((error) => {
      throw cannotAsk(id, error.message);
    });
    if (status === 200) return body;
    if (status === 404) return undefined;
    throw cannotAsk(id, `it answered ${status}, ${messageIn(body)}`);
  };
}

async function ask(
  url: string,
  headers: Record<string, string>,
  ca: Buffer,
): Promise<{ status: number; body: string }> {
  const get = url.startsWith("http:") ? httpGet : httpsGet;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE);
    get(url, { headers, ca, signal }, resolve).once("error", (error) =>
      reject(signal.aborted ? new Error("no answer in time") : error),
    );
  });
  return { status: response.statusCode ?? 0, body: await text(response) };
}

async function askKubectl(id: string, context: string, path: string): Promise<string | undefined> {
  const args = ["--context", context, "get", "--raw", path];
  try {
    const { stdout } = await promisify(execFile)("kubectl", args, {
      timeout: PATIENCE,
      maxBuffer: MOST_BYTES,
    });
    return stdout;
  } catch (error) {
    const { code, message, stderr = "" } = error as Error & { code?: unknown; stderr?: string };
    if (/\(NotFound\)/.test(stderr)) return undefined;
    throw cannotAsk(id, code === "ENOENT" ? "there is no kubectl in PATH" : stderr || message);
  }
}

function cannotAsk(id: string, why: string): UserError {
  return new UserError(`cannot ask the Kubernetes API of cluster ${id}: ${why.trim()}`);
}

/** What a status of the API says. */
function messageIn(body: string): string {
  try {
    return String(JSON.parse(body).message);
  } catch {
    return body.slice(0, 200);
  }
}
