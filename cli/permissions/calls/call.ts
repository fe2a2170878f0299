/** Who makes a call: the providers in any run of Pulumi, `up` and related verbs in addition, or a single verb. */
export const CALLERS = ["pulumi", "up", "put", "revoke", "restore"] as const;

export type Caller = (typeof CALLERS)[number];

/** Condition operators, each with keys and values. */
export type Condition = Record<string, Record<string, string[]>>;

/** A call to AWS, with what matters for rights. */
export interface Call {
  action: string;
  reason: string;
  /** The callers. Defaults to `pulumi`. */
  by?: readonly Caller[];
  /** Whether the action has no resource, or one whose name AWS only assigns with the call. */
  anywhere?: true;
  /** The conditions under which it is needed. */
  condition?: Condition;
  /** The service that makes the call for its callers; nobody else does. */
  via?: "secretsmanager" | "ssm";
  /** The source, for a call that no run in the sandbox makes. */
  source?: string;
  /** Only needed if the inventory gives the account tags. */
  forTags?: true;
  /** Whether the verb works without it. */
  optional?: true;
}

/** A call: the action that allows it, why it is made, and when. */
export function call(
  action: string,
  reason: string,
  circumstances: Omit<Call, "action" | "reason"> = {},
): Call {
  return { action, reason, ...circumstances };
}

/** The calls that set and remove the account's tags in a service. */
export function tagCalls(tag: string, untag: string, source?: string): Call[] {
  const circumstances = { forTags: true as const, ...(source !== undefined && { source }) };
  return [
    call(tag, "gives it the account's tags", circumstances),
    call(untag, "takes tags away that the account has no more", circumstances),
  ];
}

/** The callers of what both a plain `pulumi up` and the command's `up` call. */
export const BOTH = ["pulumi", "up"] as const;

/** These callers, and `revoke`. */
export const BOTH_AND_REVOKE = [...BOTH, "revoke"] as const;

/** Calls for any role that a stack creates. */
export const everyRole: Call[] = [
  call("iam:CreateRole", "makes the role"),
  call("iam:GetRole", "reads it, and finds one that others made", { by: BOTH }),
  call("iam:ListAttachedRolePolicies", "reads which managed policies it has"),
  call("iam:ListInstanceProfilesForRole", "looks whether machines use it"),
  call("iam:DeleteRole", "deletes it"),
  ...tagCalls("iam:TagRole", "iam:UntagRole"),
];

/** Calls for a role that pods assume or read as. */
export const podRole: Call[] = [
  ...everyRole,
  call("iam:ListRolePolicies", "reads which inline policies it has", { by: ["pulumi", "revoke"] }),
  call("iam:UpdateAssumeRolePolicy", "changes which pods become it"),
  call("iam:PutRolePolicy", "says what it reads", { by: BOTH_AND_REVOKE }),
  call("iam:GetRolePolicy", "reads what it reads", { by: BOTH_AND_REVOKE }),
  call("iam:DeleteRolePolicy", "takes away what it read, and inline policies of others", {
    by: BOTH_AND_REVOKE,
  }),
  call("iam:DetachRolePolicy", "detaches managed policies that others attached"),
  call("iam:PutRolePermissionsBoundary", "bounds it anew"),
  call("iam:DeleteRolePermissionsBoundary", "takes its boundary away"),
];

/** The uses for which rights can be listed: deploying stacks with the command or with Pulumi alone, or a single verb. */
export const USES = ["deploy", "pulumi", "put", "revoke", "restore"] as const;

export type Use = (typeof USES)[number];
