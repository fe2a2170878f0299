import { type Arn, parseArn } from "../grant/arn";
import { applicablePolicies, type EvaluateOptions } from "./applicable-policies";
import type { Decision, NamedPolicy } from "./decision";
import type { AccessDocuments } from "./documents";
import { findByArn } from "./documents-index";
import { completeRequest, evaluate } from "./evaluate";
import { evaluateRequest } from "./evaluate-request";
import { AccessRequestError, subjectOf } from "./evaluator/subject";
import type { PodSession } from "./pod-session";
import type { AccessRequest, RequestPrincipal } from "./request";

/** Whether a secret or parameter can be read: fetched and decrypted. */
export interface ReadDecision {
  decision: "allowed" | "denied";
  /** Why, in one sentence. */
  reason: string;
  /** `secretsmanager:GetSecretValue`, or `ssm:GetParameters`. */
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
  const request = { principal, action: target.action, resource: arn, context };
  const fetch = evaluate(documents, request, all);
  const decrypt = target.encrypted ? decryption(documents, principal, target, all) : null;
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
  action: string;
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
      action: "secretsmanager:GetSecretValue",
      encrypted: true,
      key,
      ownAccountOnly: key ? undefined : "it is encrypted with the AWS managed key",
      encryptionContextKeys: ["SecretARN", "SecretVersionId"],
    };
  }
  const parameter = findByArn(documents.parameters, arn);
  if (parts && parameter) {
    const key = parameter.key ?? undefined;
    return {
      arn,
      parts,
      action: "ssm:GetParameters",
      encrypted: key !== undefined || parameter.secure === true,
      key,
      ownAccountOnly: "it is a parameter",
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
  const viaService = `${parts.service}.${parts.region}.amazonaws.com`;
  const [arnKey] = encryptionContextKeys;
  const request: AccessRequest = {
    principal,
    action: "kms:Decrypt",
    resource: key ?? managedKeyArn(parts),
    context: {
      "kms:ViaService": viaService,
      [`kms:EncryptionContext:${arnKey}`]: arn,
      "kms:EncryptionContextKeys": encryptionContextKeys,
    },
  };
  if (key) return evaluate(documents, request, options);
  const complete = completeRequest(documents, request);
  const policies = applicablePolicies(documents, complete, subjectOf(principal), options);
  const resource = managedKeyPolicy(parts.account, viaService);
  // Resource control policies do not reach AWS managed keys.
  return evaluateRequest(
    { ...policies, resource, resourceKind: "key", resourceControl: [] },
    complete,
  );
}

/** The id of an AWS managed key is not in the documents; its alias stands for it. */
export function managedKeyArn({ partition, region, account, service }: Arn): string {
  return `arn:${partition}:kms:${region}:${account}:key/aws/${service}`;
}

/** What the policy of an AWS managed key says: everyone of its account, through its service. */
export function managedKeyPolicy(account: string, viaService: string): NamedPolicy {
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AllowAccessThroughTheService",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:CallerAccount": account, "kms:ViaService": viaService },
        },
      },
    ],
  };
  return { name: `policy of the AWS managed key of ${viaService} in ${account}`, document };
}
