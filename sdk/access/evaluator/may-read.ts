import { type Arn, parseArn } from "../../rules/arn";
import { viaService } from "../../rules/partition";
import type { Decision } from "../domain/decision";
import type { AccessDocuments } from "../domain/documents";
import { findByArn } from "../domain/documents-index";
import { managedKeyArn } from "../domain/managed-key";
import { sharePolicy } from "../domain/parameter-shares";
import type { AccessRequest, RequestPrincipal } from "../domain/request";
import type { EvaluateOptions } from "./applicable-policies";
import { evaluate } from "./evaluate";
import { AccessRequestError, subjectOf } from "./matching/subject";
import type { PodSession } from "./pod-session";
import { DECRYPT_ACTION, fetchesOf } from "./reads";

/** Whether a secret or parameter can be read: fetched and decrypted. */
export interface ReadDecision {
  decision: "allowed" | "denied";
  /** Why, in one sentence. */
  reason: string;
  /** The first way to fetch the value that is allowed; where none is, the usual one. */
  fetch: Decision;
  /** `kms:Decrypt` as the service asks for it; null where the value is not encrypted. */
  decrypt: Decision | null;
}

/**
 * Tells whether a principal, or a pod's session, can read a secret or parameter of the documents: it may fetch the
 * value, and may decrypt it through the service. `context` holds the condition keys that the caller chooses.
 */
export function mayRead(
  documents: AccessDocuments,
  reader: PodSession | RequestPrincipal,
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
  const decrypt = target.encrypted ? decryption(documents, principal, target, all) : null;
  if (target.key && findByArn(documents.keys, target.key)?.disabled) {
    const reason = `the key ${target.key} is disabled or waits for its deletion`;
    return { decision: "denied", reason, fetch, decrypt };
  }
  const foreign = target.ownAccountOnly && subjectOf(principal).account !== target.parts.account;
  const failed = [fetch, decrypt].find((step) => step?.decision === "denied");
  if (foreign) {
    const reason = `${arn} can be read only from its own account: ${target.ownAccountOnly}`;
    return { decision: "denied", reason, fetch, decrypt };
  }
  const { decision, reason } = failed ?? fetch;
  return {
    decision,
    reason: failed === decrypt ? `kms:Decrypt: ${reason}` : reason,
    fetch,
    decrypt,
  };
}

interface ReadTarget {
  arn: string;
  parts: Arn;
  encrypted: boolean;
  /** ARN of the customer managed key. */
  key: string | undefined;
  /** Why no other account can read it. */
  ownAccountOnly: string | undefined;
  /** What the service puts into the encryption context: the key that holds the ARN first. */
  encryptionContextKeys: string[];
}

function readTarget(documents: AccessDocuments, arn: string): ReadTarget {
  const parts = parseArn(arn);
  const secret = findByArn(documents.secrets, arn);
  if (parts && secret) {
    const key = secret.key ?? undefined;
    return {
      arn,
      parts,
      encrypted: true,
      key,
      ownAccountOnly: key ? undefined : "it is encrypted with the AWS managed key",
      encryptionContextKeys: ["SecretARN", "SecretVersionId"],
    };
  }
  const parameter = findByArn(documents.parameters, arn);
  if (parts && parameter) {
    const key = parameter.key ?? undefined;
    const encrypted = key !== undefined || parameter.secure === true;
    const isShared = sharePolicy(parameter) !== undefined;
    return {
      arn,
      parts,
      encrypted,
      key,
      ownAccountOnly: !isShared
        ? "it is a parameter"
        : encrypted && key === undefined
          ? "it is encrypted with the AWS managed key"
          : undefined,
      encryptionContextKeys: ["PARAMETER_ARN"],
    };
  }
  throw new AccessRequestError(
    `the documents must hold the secret or parameter that is read, got ${JSON.stringify(arn)}`,
  );
}

function decryption(
  documents: AccessDocuments,
  principal: RequestPrincipal,
  target: ReadTarget,
  options: EvaluateOptions,
): Decision {
  const { parts, arn, key, encryptionContextKeys } = target;
  const [arnKey] = encryptionContextKeys;
  const request: AccessRequest = {
    principal,
    action: DECRYPT_ACTION,
    resource: key ?? managedKeyArn(parts),
    context: {
      "aws:ViaAWSService": "true",
      "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
      "kms:KeySpec": "SYMMETRIC_DEFAULT",
      "kms:KeyUsage": "ENCRYPT_DECRYPT",
      "kms:MultiRegion": String(key?.includes(":key/mrk-") ?? false),
      "kms:ViaService": viaService(parts.service, parts.region),
      [`kms:EncryptionContext:${arnKey}`]: arn,
      "kms:EncryptionContextKeys": encryptionContextKeys,
    },
  };
  return evaluate(documents, request, options);
}
