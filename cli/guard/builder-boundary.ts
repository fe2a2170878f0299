import type { Guard, GuardedCalls } from "iam-proof";
import { sizeQuotas } from "iam-proof/quotas";
import { GuardTooLarge } from "./guard-policies";
import { guardedCalls } from "./guarded-calls";
import type { Protected } from "./protected";

/** A permissions boundary for those who build things in an account that no control policy binds. */
export interface BuilderBoundary {
  name: string;
  document: { Version: "2012-10-17"; Statement: object[] };
  /** The boundary as a guard, for its proof: it denies these calls to whoever has it, and nothing else. */
  guard: Guard;
}

const NAME = "eks-pod-secrets-guard";

/**
 * Somebody with this boundary can make no guarded call, and can give rights only to roles and users that have it, too. It does
 * not bind existing roles without it that they may assume or change in other ways.
 */
export function builderBoundary(of: Protected): BuilderBoundary {
  const [account = ""] = of.accounts;
  const own = `arn:${of.partition}:iam::${account}:policy/${NAME}`;
  const everybody = ["role", "user"].map((kind) => `arn:${of.partition}:iam::${account}:${kind}/*`);
  const row = (what: string, actions: string, resources: string[]) => ({
    ...{ what, resources, actions: actions.split(" ") },
  });
  const rows: Omit<GuardedCalls, "exempt">[] = [
    ...guardedCalls({ ...of, exempt: [] }),
    {
      ...row(
        "give rights to a role or user that has not this boundary",
        "iam:AttachRolePolicy iam:AttachUserPolicy iam:CreateRole iam:CreateUser iam:PutRolePermissionsBoundary iam:PutRolePolicy iam:PutUserPermissionsBoundary iam:PutUserPolicy",
        everybody,
      ),
      when: { StringNotEquals: { "iam:PermissionsBoundary": own } },
    },
    row(
      "take a boundary off",
      "iam:DeleteRolePermissionsBoundary iam:DeleteUserPermissionsBoundary",
      everybody,
    ),
    row(
      "change this boundary",
      "iam:CreatePolicyVersion iam:DeletePolicy iam:DeletePolicyVersion iam:SetDefaultPolicyVersion",
      [own],
    ),
  ];
  const calls = rows.map((one) => ({ ...one, exempt: [], withinAccount: true }));
  const document: BuilderBoundary["document"] = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "*", Resource: "*" },
      ...calls.map(({ actions, resources, when }) => ({
        Effect: "Deny",
        Action: [...actions].sort(),
        Resource: [...resources].sort(),
        ...(when && { Condition: when }),
      })),
    ],
  };
  const most = sizeQuotas.managedPolicy.default;
  const size = JSON.stringify(document).length;
  if (size > most) {
    throw new GuardTooLarge(
      `the boundary for builders of account ${account}, which no control policy binds, must be at most ${most} characters, got ${size}; move secrets and readers to other accounts`,
    );
  }
  const guard = { account, calls, serviceControlPolicies: [document], resourceControlPolicies: [] };
  return { name: NAME, document, guard };
}
