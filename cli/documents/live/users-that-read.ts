import {
  type AccessDocuments,
  type AccessRequest,
  type ApplicablePolicies,
  type ClaimResult,
  type Decision,
  evaluateRequest,
  type NamedPolicy,
  PolicyGrammarError,
} from "../../../sdk/access";
import { managedKeyArn, managedKeyPolicy } from "../../../sdk/access/domain/managed-key";
import { applicablePolicies } from "../../../sdk/access/evaluator/applicable-policies";
import { completeRequest } from "../../../sdk/access/evaluator/evaluate";
import { subjectOf } from "../../../sdk/access/evaluator/matching/subject";
import { parseArn, viaService } from "../../../sdk/grant";
import type { UserDocuments } from "./account-identities";
import { concernsReading } from "./concerns-reading";
import { loosened } from "./loosened";

/** Secrets and parameters of an account that its users may read by their own rights: each refutes `read-exclusive`. */
export function usersThatRead(documents: AccessDocuments, users: UserDocuments[]): ClaimResult[] {
  const { administrators, parameters, secrets } = documents;
  const able = users.filter(
    ({ arn, policies }) => policies.some(concernsReading) && !administrators?.includes(arn),
  );
  return able.flatMap((user) =>
    [...(secrets ?? []), ...(parameters ?? [])]
      .filter(({ arn }) => parseArn(arn)?.account === parseArn(user.arn)?.account)
      .flatMap((target) => resultOf(documents, user, target) ?? []),
  );
}

type Target = NonNullable<AccessDocuments["secrets" | "parameters"]>[number];

function resultOf(
  documents: AccessDocuments,
  user: UserDocuments,
  target: Target,
): ClaimResult | undefined {
  const base = {
    claim: "read-exclusive" as const,
    subject: target.arn,
    milliseconds: 0,
    assumptionsUsed: [],
  };
  try {
    const requests = requestsOf(user, target);
    const decisionsWhere = (change: (policy: NamedPolicy) => NamedPolicy) =>
      requests.map((one) => decide(documents, user, one, change));
    if (decisionsWhere(withLooseConditions).some(isDenied)) return undefined;
    const decisions = decisionsWhere((policy) => policy);
    const [[request], [fetch]] = [requests, decisions];
    if (!request || !fetch || decisions.some(isDenied)) {
      const reason = `whether ${user.arn} may read it depends on more than its documents say: name the user in administrators, seal the secret, or take the right away`;
      return { ...base, result: "unknown", reason };
    }
    const { decidedBy } = fetch;
    return {
      ...base,
      result: "refuted",
      counterexample: {
        summary: `the user ${user.arn} can read ${target.arn} by its own rights`,
        request,
        document: decidedBy?.document ?? `policies of ${user.arn}`,
        statement: decidedBy?.sid ?? decidedBy?.index ?? null,
        fix: "take the right away from the user, seal the secret, or name the user in administrators of its account",
      },
    };
  } catch (error) {
    if (!(error instanceof PolicyGrammarError)) throw error;
    const reason = `what ${user.arn} may read is not understood: ${error.message}`;
    return { ...base, result: "unknown", reason };
  }
}

function withLooseConditions({ document, name }: NamedPolicy): NamedPolicy {
  return { name, document: loosened(document) };
}

function isDenied({ decision }: Decision): boolean {
  return decision === "denied";
}

/** The requests that a read is made of: fetching the value, and decrypting it through the service. */
function requestsOf({ arn, tags }: UserDocuments, target: Target): AccessRequest[] {
  const parts = parseArn(target.arn);
  if (!parts) return [];
  const isSecret = parts.service === "secretsmanager";
  const principal = { kind: "user" as const, arn, tags };
  const isEncrypted = isSecret || ("secure" in target && target.secure === true);
  return [
    {
      principal,
      action: isSecret ? "secretsmanager:GetSecretValue" : "ssm:GetParameters",
      resource: target.arn,
    },
    ...(isEncrypted
      ? [
          {
            principal,
            action: "kms:Decrypt",
            resource: target.key ?? managedKeyArn(parts),
            context: {
              "kms:ViaService": viaService(parts.service, parts.region),
              [`kms:EncryptionContext:${isSecret ? "SecretARN" : "PARAMETER_ARN"}`]: target.arn,
            },
          },
        ]
      : []),
  ];
}

function decide(
  documents: AccessDocuments,
  { arn, permissionsBoundary, policies }: UserDocuments,
  request: AccessRequest,
  change: (policy: NamedPolicy) => NamedPolicy,
): Decision {
  const complete = completeRequest(documents, request);
  const { resource, ...rest } = applicablePolicies(
    documents,
    complete,
    subjectOf(complete.principal),
    {},
  );
  const parts = parseArn(request.resource);
  const managed = parts?.resource.startsWith("key/aws/")
    ? {
        resourceKind: "key" as const,
        resource: managedKeyPolicy(parts.account, String(request.context?.["kms:ViaService"])),
      }
    : {};
  const applicable: ApplicablePolicies = {
    ...rest,
    identity: policies.map((document, index) =>
      change({ name: `policy ${index + 1} of ${arn}`, document }),
    ),
    ...(permissionsBoundary !== null &&
      permissionsBoundary !== undefined && {
        permissionsBoundary: change({
          name: `permissions boundary of ${arn}`,
          document: permissionsBoundary,
        }),
      }),
    ...(resource && { resource: change(resource) }),
    ...managed,
    // Conditions of control policies may be met in ways that nobody can tell from here.
    serviceControl: [],
    resourceControl: [],
  };
  return evaluateRequest(applicable, complete);
}
