import { plannedArns } from "../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone, ResolvedReader } from "../../../sdk/grant";
import {
  type PolicyDocument,
  type PolicyKind,
  podRoleAssumePolicy,
  podRolePolicy,
  podRoleScope,
  podRoleTrust,
  policyBudgets,
  policySize,
  secretKeyPolicy,
  secretKeyScope,
  secretResourcePolicy,
  secretScope,
  targetRoleScope,
  targetRoleTrust,
} from "../../../sdk/policy";
import { stackName } from "../../../stacks/stack-plan";

/** A policy document that a stack deploys. */
export interface PlannedDocument {
  /** Name of the stack. */
  stack: string;
  kind: PolicyKind;
  /** What it belongs to: name of the secret, id of the key, or ARN of the role. */
  subject: string;
  document: PolicyDocument;
}

/** Every policy document of a landing zone, with the stack that deploys it. Costs time linear in the documents. */
export function plannedDocuments(zone: LandingZone): PlannedDocument[] {
  return [
    ...zone.keys.map((key) => ({
      stack: stackName(key.account, "secrets"),
      kind: "secretKeyPolicy" as const,
      subject: key.id,
      document: secretKeyPolicy(secretKeyScope(zone, key, plannedArns)),
    })),
    ...zone.secrets.flatMap((secret) => {
      const document = secretResourcePolicy(secretScope(zone, secret));
      if (!document) return [];
      const stack = stackName(secret.account, "secrets");
      return [{ stack, kind: "secretResourcePolicy" as const, subject: secret.id, document }];
    }),
    ...zone.readers.flatMap((reader) => roleDocuments(zone, reader)),
  ];
}

function roleDocuments(zone: LandingZone, reader: ResolvedReader): PlannedDocument[] {
  const { cluster, role, targetRole } = reader;
  const reads = podRolePolicy(podRoleScope(reader, plannedArns));
  const of = (stack: string, subject: string, trust: PolicyDocument, policy: PolicyDocument) => [
    { stack, kind: "podRoleTrust" as const, subject, document: trust },
    { stack, kind: "podRolePolicy" as const, subject, document: policy },
  ];
  const workloads = stackName(cluster.account, "workloads");
  if (!targetRole) return of(workloads, role.arn, podRoleTrust(reader), reads);
  const trust = targetRoleTrust(targetRoleScope(zone, reader));
  return [
    ...of(workloads, role.arn, podRoleTrust(reader), podRoleAssumePolicy(targetRole.arn)),
    ...of(stackName(targetRole.account, "secrets"), targetRole.arn, trust, reads),
  ];
}

/** A document's size beside the limit that AWS sets for its kind. */
export function sizeOf({ document, kind, stack, subject }: PlannedDocument) {
  const { limit, unit } = policyBudgets[kind];
  return { stack, kind, subject, size: policySize(kind, document), limit, unit };
}
