import type { AccessDocuments } from "../domain/documents";
import { findByArn } from "../domain/documents-index";
import { keysThatOpen, managedKeyArn, openingRegion } from "../domain/keys-that-open";
import { sharePolicy } from "../domain/parameter-shares";
import type {
  AccessRequest,
  Decision,
  RequestPrincipal,
  SessionPrincipal,
} from "../domain/request";
import type { NamedPolicy } from "../grammar/syntax";
import { type Arn, parseArn, viaService } from "../names";
import type { EvaluateOptions } from "./applicable-policies";
import { evaluate } from "./evaluate";
import { AccessRequestError, subjectOf } from "./matching/subject";
import { DECRYPT_ACTION, fetchesOf } from "./reads";

/** A session with the session policies of its credentials. */
export interface LimitedSession {
  principal: SessionPrincipal;
  sessionPolicies: NamedPolicy[];
}

/** Whether some version of a secret or parameter can be fetched and decrypted. */
export interface ReadDecision {
  decision: "allowed" | "denied";
  /** The reason, in one sentence. */
  reason: string;
  /** The first allowed way to fetch the value, or the usual one if none is allowed. */
  fetch: Decision;
  /**
   * `kms:Decrypt` as the service requests it, with the first key that opens a version for this reader, or otherwise the current
   * key; null if the value is not encrypted.
   */
  decrypt: Decision | null;
}

/**
 * Whether a principal, or a session with its session policies, can read a secret or parameter in the documents: it may fetch the
 * value and decrypt it through the service. `context`: the condition keys that the caller chooses.
 */
export function mayRead(
  documents: AccessDocuments,
  reader: LimitedSession | RequestPrincipal,
  arn: string,
  context: AccessRequest["context"] = {},
  options: EvaluateOptions = {},
): ReadDecision {
  const { principal, sessionPolicies = options.sessionPolicies ?? [] } =
    "principal" in reader ? reader : { principal: reader };
  const target = readTarget(documents, arn);
  const all = { ...options, sessionPolicies };
  const fetches = fetchesOf(arn).map(({ isRecursive, ...way }) => {
    const own = isRecursive ? { ...context, "ssm:Recursive": "true" } : context;
    return evaluate(documents, { principal, ...way, context: own }, all);
  });
  const fetch = (fetches.find(({ decision }) => decision === "allowed") ?? fetches[0]) as Decision;
  const foreign = subjectOf(principal).account !== target.parts.account;
  const readings = target.keys.map((key) => {
    const decrypt = target.encrypted
      ? evaluate(documents, decryption(principal, target, key), all)
      : null;
    const reason = obstacle(documents, target, key, foreign);
    if (reason !== undefined) return { decision: "denied" as const, reason, fetch, decrypt };
    const failed = [fetch, decrypt].find((step) => step?.decision === "denied");
    const decided = failed ?? fetch;
    const why = failed === decrypt ? `kms:Decrypt: ${decided.reason}` : decided.reason;
    return { decision: decided.decision, reason: why, fetch, decrypt };
  });
  const found = readings.find(({ decision }) => decision === "allowed") ?? readings[0];
  return found as ReadDecision;
}

/**
 * The requests with which a principal usually reads a secret or parameter in the documents: the fetch and, if the value is
 * encrypted, the decryption with the current key.
 */
export function readRequests(
  documents: AccessDocuments,
  principal: RequestPrincipal,
  arn: string,
  context: AccessRequest["context"] = {},
): AccessRequest[] {
  const target = readTarget(documents, arn);
  const [fetch] = fetchesOf(arn);
  const { encrypted, keys } = target;
  return [
    ...(fetch ? [{ principal, action: fetch.action, resource: fetch.resource, context }] : []),
    ...(encrypted ? [decryption(principal, target, keys[0] ?? null)] : []),
  ];
}

/** Why nobody, or nobody in another account, can read with the key. */
function obstacle(
  documents: AccessDocuments,
  { arn, encrypted, ownAccountOnly }: ReadTarget,
  key: string | null,
  foreign: boolean,
): string | undefined {
  if (key && findByArn(documents.keys, key)?.disabled) {
    return `the key ${key} is disabled or waits for its deletion`;
  }
  const own =
    ownAccountOnly ?? (encrypted && !key ? "it is encrypted with the AWS managed key" : undefined);
  return foreign && own ? `${arn} can be read only from its own account: ${own}` : undefined;
}

interface ReadTarget {
  arn: string;
  parts: Arn;
  encrypted: boolean;
  /** The keys that open versions of it, the current one first; null is the AWS managed key. */
  keys: (string | null)[];
  /** Why no other account can read it, whatever its key. */
  ownAccountOnly: string | undefined;
  /** The keys of the encryption context that the service sends, first the one with the ARN. */
  encryptionContextKeys: string[];
}

function readTarget(documents: AccessDocuments, arn: string): ReadTarget {
  const parts = parseArn(arn);
  const secret = findByArn(documents.secrets, arn);
  if (parts && secret) {
    return {
      arn,
      parts,
      encrypted: true,
      keys: keysThatOpen(documents, secret),
      ownAccountOnly: undefined,
      encryptionContextKeys: ["SecretARN", "SecretVersionId"],
    };
  }
  const parameter = findByArn(documents.parameters, arn);
  if (parts && parameter) {
    const encrypted = typeof parameter.key === "string" || parameter.secure === true;
    return {
      arn,
      parts,
      encrypted,
      keys: encrypted ? keysThatOpen(documents, parameter) : [null],
      ownAccountOnly: sharePolicy(parameter) ? undefined : "it is a parameter",
      encryptionContextKeys: ["PARAMETER_ARN"],
    };
  }
  throw new AccessRequestError(
    `the documents must hold the secret or parameter that is read, got ${JSON.stringify(arn)}`,
  );
}

function decryption(
  principal: RequestPrincipal,
  { parts, arn, encryptionContextKeys }: ReadTarget,
  key: string | null,
): AccessRequest {
  const [arnKey] = encryptionContextKeys;
  return {
    principal,
    action: DECRYPT_ACTION,
    resource: key ?? managedKeyArn(parts),
    context: {
      "aws:ViaAWSService": "true",
      "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
      "kms:KeySpec": "SYMMETRIC_DEFAULT",
      "kms:KeyUsage": "ENCRYPT_DECRYPT",
      "kms:MultiRegion": String(key?.includes(":key/mrk-") ?? false),
      "kms:ViaService": viaService(parts.service, openingRegion(arn, key)),
      [`kms:EncryptionContext:${arnKey}`]: arn,
      "kms:EncryptionContextKeys": encryptionContextKeys,
    },
  };
}
