import { findKeyHolder } from "../../identity/callers/caller";
import type { Platform } from "../../identity/platform";
import type { HttpRequest } from "../../wire/messages/http-request";
import type { Caller } from "../../wire/messages/operation";
import { readSignature, verifySignature } from "../../wire/signature/signature";

const PREFIX = "k8s-aws-v1.";
const LIFETIME = 15 * 60 * 1000;

/**
 * Who presents a bearer token of `aws eks get-token`: a presigned `GetCallerIdentity` that names the cluster in a
 * signed header. Undefined where it is no such token, not signed rightly, or older than a quarter of an hour.
 */
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
  // The authenticator takes a token for fifteen minutes, whatever its `X-Amz-Expires` says.
  const asSigned = { ...signature, expires: LIFETIME / 1000 };
  if (verifySignature(request, asSigned, holder.secretAccessKey, now)) return undefined;
  return holder.caller;
}
