import type { ApplicablePolicies, Decision, NamedPolicy } from "iam-proof";
import { parseArn } from "iam-proof/names";
import { AwsError, type Caller } from "../../wire/messages";
import type { PolicyInForce } from "../policies/accept-policy";

/** The access-denied error in AWS's words, with the evaluator's own reason. */
export function denied(
  caller: Pick<Caller, "arn">,
  check: AccessCheck,
  because: string,
  reason: string,
): AwsError {
  const target = check.resource === "*" ? "" : ` on resource: ${check.resource}`;
  return new AwsError(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform: ${check.action}${target}${because}`,
    400,
    "Sender",
    reason,
  );
}

/** The tail of AWS's message: which kind of policy denied, or failed to allow; the denying policy's ARN is told only within the organisation. */
export function explain(
  policies: ApplicablePolicies,
  caller: Caller,
  check: AccessCheck,
  decision: Decision,
  isTogether: (one: string, other: string) => boolean,
): string {
  const limits: [kind: string, policies: NamedPolicy[]][] = [
    ...(policies.serviceControl ?? []).map(
      (level) => ["service control policy", level] as [string, NamedPolicy[]],
    ),
    ...(policies.resourceControl ?? []).map(
      (level) => ["resource control policy", level] as [string, NamedPolicy[]],
    ),
    ["permissions boundary", policies.permissionsBoundary ? [policies.permissionsBoundary] : []],
    ["session policy", policies.session ?? []],
  ];
  const grants: [kind: string, policies: NamedPolicy[]][] = [
    ["identity-based policy", policies.identity ?? []],
    ["resource-based policy", policies.resource ? [policies.resource] : []],
  ];
  const names = (list: NamedPolicy[]) => new Set(list.map(({ name }) => name));
  const owner = parseArn(check.resource)?.account || caller.account;
  const { decidedBy } = decision;
  if (decidedBy) {
    const [kind = "policy", list = []] =
      [...limits, ...grants].find(([, all]) => names(all).has(decidedBy.document)) ?? [];
    const { arn }: Partial<PolicyInForce> =
      list.find(({ name }) => name === decidedBy.document) ?? {};
    const named = arn && isTogether(caller.account, owner) ? `: ${arn}` : "";
    return ` with an explicit deny in ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}${named}`;
  }
  const allowedBy = (list: NamedPolicy[]) =>
    decision.statements.some(
      ({ document, effect, matched }) => matched && effect === "Allow" && names(list).has(document),
    );
  const silent = (kind: string) => ` because no ${kind} allows the ${check.action} action`;
  for (const [kind, list] of limits) {
    if (list.length > 0 && !allowedBy(list)) return silent(kind);
  }
  const byResource = allowedBy(policies.resource ? [policies.resource] : []);
  const needsResource =
    check.resourceKind === "key" ||
    check.resourceKind === "trust" ||
    (owner !== caller.account && allowedBy(policies.identity ?? []));
  return silent(needsResource && !byResource ? "resource-based policy" : "identity-based policy");
}

/** One authorization question about a call. The platform adds the caller's side (identity, boundary, session, SCP). */
export interface AccessCheck {
  action: string;
  resource: string;
  resourceTags?: Record<string, string>;
  resourcePolicy?: NamedPolicy;
  resourceKind?: "resource" | "key" | "trust";
  grants?: NamedPolicy[];
  /** The resource is an AWS managed key, to which no resource control policy applies. Defaults to false. */
  awsManaged?: boolean;
  context?: Record<string, string | string[]>;
}

export function requestTagContext(tags: Record<string, string>): Record<string, string | string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return {
    ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ""])),
    "aws:TagKeys": keys,
  };
}
