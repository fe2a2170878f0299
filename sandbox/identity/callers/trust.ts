import type { AccessRequest, NamedPolicy } from "iam-proof";
import { evaluateRequest } from "iam-proof/evaluator";
import type { Store } from "../../store/store";
import { requestTagContext } from "../authorisation/access-check";
import { documentOf } from "../policies/accept-policy";
import { resourceControl } from "../policies/organization";
import { showPrincipals } from "../policies/principals";
import { findRoleByArn, type RoleRecord } from "../records/iam-records";

/** Whether a role may be assumed; if not, the refused action and the reason. */
export type TrustVerdict = { allowed: true } | { allowed: false; action: string; reason: string };

/** How an AWS service, or an identity of a federated provider, assumes a role. */
export interface OutsideAssumption {
  principal: AccessRequest["principal"];
  /** Defaults to the actions with which a service assumes a role. */
  actions?: string[];
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

/** The actions that assuming a role needs. Tags and a source identity, passed or inherited, need one each. */
export function assumptionActions(tags: Record<string, string>, sourceIdentity?: string): string[] {
  return [
    "sts:AssumeRole",
    ...(Object.keys(tags).length > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity !== undefined ? ["sts:SetSourceIdentity"] : []),
  ];
}

/** Asks a role's trust policy, and its account's resource control policies, about a principal without an account. */
export function trustAllows(
  store: Store,
  role: RoleRecord,
  { principal, tags, actions = assumptionActions(tags), context, now }: OutsideAssumption,
): TrustVerdict {
  const levels = resourceControl(store, role.account);
  for (const action of actions) {
    const { decision, reason } = evaluateRequest(
      {
        resource: trustPolicy(store, role),
        resourceKind: "trust",
        ...(levels && { resourceControl: levels }),
      },
      {
        principal,
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

/** The role, if a service may assume it on behalf of an account's resource. */
export function roleForService(
  store: Store,
  roleArn: string,
  { account, arn, now, service }: { account: string; arn: string; now: Date; service: string },
): RoleRecord | undefined {
  const role = findRoleByArn(store, roleArn);
  const context = { "aws:SourceAccount": account, "aws:SourceArn": arn };
  const asked = { principal: { kind: "service" as const, service }, tags: {}, context, now };
  return role && trustAllows(store, role, asked).allowed ? role : undefined;
}
