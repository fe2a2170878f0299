import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { knownRegions } from "iam-proof/names";
import type { HttpRequest, Signature } from "../messages";
import { canonicalRequest } from "./canonical-request";

export type SignatureFault = { fault: "missing" | "incomplete" | "mismatch"; message: string };

const ALGORITHM = "AWS4-HMAC-SHA256";
const SKEW = 15 * 60 * 1000;
const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

export function readSignature(request: HttpRequest): Signature | SignatureFault {
  const header = request.headers.authorization;
  const query = new Map(request.query);
  if (header === undefined && !query.has("X-Amz-Algorithm")) {
    return { fault: "missing", message: "Request is missing Authentication Token" };
  }
  if (header !== undefined) {
    const fields = authorizationFields(header);
    return assemble({
      algorithm: header.split(" ", 1)[0],
      credential: fields.get("Credential"),
      signedHeaders: fields.get("SignedHeaders"),
      signature: fields.get("Signature"),
      timestamp: request.headers["x-amz-date"],
      sessionToken: request.headers["x-amz-security-token"],
    });
  }
  return assemble({
    algorithm: query.get("X-Amz-Algorithm"),
    credential: query.get("X-Amz-Credential"),
    signedHeaders: query.get("X-Amz-SignedHeaders"),
    signature: query.get("X-Amz-Signature"),
    timestamp: query.get("X-Amz-Date"),
    sessionToken: query.get("X-Amz-Security-Token"),
    expires: query.get("X-Amz-Expires") ?? "",
  });
}

export function verifySignature(
  request: HttpRequest,
  signature: Signature,
  secretAccessKey: string,
  now: Date,
): SignatureFault | undefined {
  if (!knownRegions.has(signature.region)) {
    return mismatch(`Credential should be scoped to a valid region, not '${signature.region}'.`);
  }
  const instant = parseTimestamp(signature.timestamp);
  if (instant === undefined || signature.timestamp.slice(0, 8) !== signature.date) {
    return mismatch(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date",
    );
  }
  const lifetime = signature.expires === undefined ? SKEW : signature.expires * 1000;
  if (instant + lifetime < now.getTime()) {
    return mismatch(
      `Signature expired: ${signature.timestamp} is now earlier than ${timestampOf(now.getTime() - lifetime)}`,
    );
  }
  if (instant - SKEW > now.getTime()) {
    return mismatch(
      `Signature not yet current: ${signature.timestamp} is still later than ${timestampOf(now.getTime() + SKEW)}`,
    );
  }
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith("x-amz-") && !signature.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    return mismatch(
      `There were headers present in the request which were not signed: ${unsigned.join(", ")}`,
    );
  }
  const payloadHash = createHash("sha256").update(request.body).digest("hex");
  const declared = request.headers["x-amz-content-sha256"];
  const expected = hmac(
    signingKey(secretAccessKey, signature),
    [
      ALGORITHM,
      signature.timestamp,
      `${signature.date}/${signature.region}/${signature.service}/aws4_request`,
      createHash("sha256")
        .update(canonicalRequest(request, signature, payloadHash))
        .digest("hex"),
    ].join("\n"),
  ).toString("hex");
  const given = Buffer.from(signature.signature);
  const matches = given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
  if (!matches || (declared !== undefined && declared !== payloadHash)) return mismatch(MISMATCH);
  return undefined;
}

function mismatch(message: string): SignatureFault {
  return { fault: "mismatch", message };
}

function authorizationFields(header: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of header.slice(header.indexOf(" ") + 1).split(",")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return fields;
}

interface SignatureParts {
  algorithm?: string;
  credential?: string;
  signedHeaders?: string;
  signature?: string;
  timestamp?: string;
  sessionToken?: string;
  expires?: string;
}

function assemble(parts: SignatureParts): Signature | SignatureFault {
  const incomplete = (message: string): SignatureFault => ({ fault: "incomplete", message });
  if (parts.algorithm !== ALGORITHM) {
    return incomplete(`Authorization header requires the algorithm ${ALGORITHM}.`);
  }
  for (const [name, value] of [
    ["Credential", parts.credential],
    ["Signature", parts.signature],
    ["SignedHeaders", parts.signedHeaders],
    ["X-Amz-Date", parts.timestamp],
  ]) {
    if (!value) return incomplete(`Authorization header requires '${name}' parameter.`);
  }
  const scope = parts.credential?.split("/") ?? [];
  const [accessKeyId, date, region, service, terminator] = scope;
  if (!accessKeyId || !date || !region || !service || scope.length !== 5) {
    return incomplete("Credential must have exactly 5 slash-delimited elements.");
  }
  if (terminator !== "aws4_request") {
    return incomplete("Credential should be scoped with a valid terminator: 'aws4_request'.");
  }
  if (!/^[a-z0-9-]{1,32}$/.test(region) || !/^[a-z0-9-]{1,32}$/.test(service)) {
    return incomplete("Credential should be scoped to a valid region and service.");
  }
  const signedHeaders = (parts.signedHeaders ?? "").split(";");
  if (!signedHeaders.includes("host")) {
    return incomplete("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  let expires: number | undefined;
  if (parts.expires !== undefined) {
    expires = Number(parts.expires);
    if (!/^\d{1,6}$/.test(parts.expires) || expires < 1 || expires > 604_800) {
      return incomplete("X-Amz-Expires must be 1 to 604800 seconds.");
    }
  }
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders,
    signature: parts.signature ?? "",
    timestamp: parts.timestamp ?? "",
    ...(parts.sessionToken !== undefined && { sessionToken: parts.sessionToken }),
    ...(expires !== undefined && { expires }),
  };
}

function signingKey(secretAccessKey: string, { date, region, service }: Signature): Buffer {
  return [date, region, service, "aws4_request"].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function parseTimestamp(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number) as number[];
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function timestampOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, "");
}
