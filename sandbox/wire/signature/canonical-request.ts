import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import type { HttpRequest, Signature } from "../messages";

export function canonicalRequest(
  request: HttpRequest,
  signature: Signature,
  payload: string,
): string {
  const query = request.query
    .filter(([name]) => signature.expires === undefined || name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = signature.signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}\n`)
    .join("");
  return [
    request.method,
    canonicalPath(request.rawPath),
    query,
    headers,
    signature.signedHeaders.join(";"),
    payload,
  ].join("\n");
}

/** Every service except S3 signs its path encoded once more than it is sent, with dot segments resolved. */
function canonicalPath(rawPath: string): string {
  const segments: string[] = [];
  for (const segment of rawPath.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encode(segment));
  }
  const slash = rawPath.endsWith("/") && segments.length > 0 ? "/" : "";
  return `/${segments.join("/")}${slash}`;
}

/** Percent-encodes text after RFC 3986. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Data = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 in the form that the signer expects. Keyed if a secret is given. */
export class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: Data) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(secret));
  }

  update(data: Data): void {
    this.hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error("a hash is used once");
  }
}

function bytes(data: Data): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}
