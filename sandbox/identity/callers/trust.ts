import type { NamedPolicy } from "iam-proof";
import { evaluateRequest } from "iam-proof/evaluator";
import type { Store } from "../../store/store";
import { requestTagContext } from "../authorisation/access-check";
import { documentOf } from "../policies/accept-policy";
import { resourceControl } from "../policies/policies-in-force";
import { showPrincipals } from "../policies/principals";
import type { RoleRecord } from "../records/iam-records";

/** Whether an AWS service may assume a role, and if not, which action is refused and why. */
export type TrustVerdict = { allowed: true } | { allowed: false; action: string; reason: string };

export interface ServiceAssumption {
  /** E.g. `pods.eks.amazonaws.com`. */
  service: string;
  tags: Record<string, string>;
  /** `aws:SourceAccount`, `aws:SourceArn`, `sts:ExternalId` … */
  context: Record<string, string | string[]>;
  now: Date;
}

export function trustPolicy(store: Store, role: RoleRecord): NamedPolicy {
  return {
    name: `trust policy of ${role.arn}`,
    document: showPrincipals(store, documentOf(role.trust)),
  };
}

/** The actions that assuming a role takes. Tags and a source identity, passed or inherited, take one each. */
export function assumptionActions(tags: Record<string, string>, sourceIdentity?: string): string[] {
  return [
    "sts:AssumeRole",
    ...(Object.keys(tags).length > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity !== undefined ? ["sts:SetSourceIdentity"] : []),
  ];
}

/** Asks a role's trust policy, and the resource control policies of its account, about an AWS service. */
export function trustAllows(
  store: Store,
  role: RoleRecord,
  { service, tags, context, now }: ServiceAssumption,
): TrustVerdict {
  const levels = resourceControl(store, role.account);
  for (const action of assumptionActions(tags)) {
    const { decision, reason } = evaluateRequest(
      {
        resource: trustPolicy(store, role),
        resourceKind: "trust",
        ...(levels && { resourceControl: levels }),
      },
      {
        principal: { kind: "service", service },
        action,
        resource: role.arn,
        resourceTags: role.tags,
        context: {
          "aws:CurrentTime": now.toISOString(),
          "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
          "aws:SecureTransport": "true",
          ...requestTagContext(tags),
          ...context,
        },
      },
    );
    if (decision === "denied") return { allowed: false, action, reason };
  }
  return { allowed: true };
}
