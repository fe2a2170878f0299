import type { ClusterRef } from "../../clusters/records";
import { findKeyHolder } from "../../identity/callers/caller";
import type { Platform } from "../../identity/platform";
import type { Answer, Caller, HttpRequest } from "../../wire/messages";
import { readSignature, verifySignature } from "../../wire/signature/signature";
import type { Verb } from "./access";

interface ClusterCall {
  cluster: ClusterRef;
  caller: Caller;
  verb: Verb;
  /** `deployments.apps` */
  resource: string;
  now: Date;
  userAgent: string;
}

/** Decides a call: returns `answer()`, or throws the status with which the call ends. */
export type BefallCluster = (call: ClusterCall, answer: () => Promise<Answer>) => Promise<Answer>;

export const CLUSTERS_PATH = "/_kubernetes/";

/** The address of a cluster's Kubernetes API. It uses TLS, because clients send no credentials without it. */
export function clusterEndpoint(
  { endpoint }: Pick<Platform, "endpoint">,
  { account, region, name }: ClusterRef,
): string {
  const secure = endpoint.replace(/^http:/, "https:");
  return `${secure}${CLUSTERS_PATH}${account}/${region}/${name}`;
}

const PREFIX = "k8s-aws-v1.";
const LIFETIME = 15 * 60 * 1000;

/** The caller of an `aws eks get-token` token. Undefined if it is no such token, wrongly signed, or older than 15 minutes. */
export function callerOfToken(
  platform: Platform,
  token: string,
  clusterName: string,
  now: Date,
): Caller | undefined {
  if (!token.startsWith(PREFIX) || token.length > 8192) return undefined;
  const encoded = token.slice(PREFIX.length);
  const address = Buffer.from(encoded, "base64url").toString("utf8");
  if (!/^[\w-]+$/.test(encoded) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const query = [...url.searchParams];
  const request: HttpRequest = {
    method: "GET",
    rawPath: url.pathname,
    query,
    headers: { host: url.host, "x-k8s-aws-id": clusterName },
    body: Buffer.alloc(0),
    isSecure: url.protocol === "https:",
  };
  if (url.searchParams.get("Action") !== "GetCallerIdentity") return undefined;
  const signature = readSignature(request);
  if ("fault" in signature || signature.service !== "sts" || signature.expires === undefined) {
    return undefined;
  }
  if (!signature.signedHeaders.includes("x-k8s-aws-id")) return undefined;
  const holder = findKeyHolder(platform.store, signature, now);
  if ("fault" in holder) return undefined;
  // The authenticator accepts a token for fifteen minutes, whatever its `X-Amz-Expires` says.
  const asSigned = { ...signature, expires: LIFETIME / 1000 };
  if (verifySignature(request, asSigned, holder.secretAccessKey, now)) return undefined;
  return holder.caller;
}
