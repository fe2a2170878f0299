import {
  administratorArn,
  hasMoved,
  parseArn,
  type ResolvedAccount,
  type Successor,
  successors,
} from "eks-pod-secrets/grant";
import { SEALED } from "eks-pod-secrets/policy";
import { stackName } from "../../../stacks/stack-plan";
import { statementsOf } from "../../access-removals/granted";
import { accountAccess } from "../../aws/account-access";
import type { PlannedRun } from "./planned-run";

/**
 * Secrets whose value a run would have to copy but may not: the old secret is sealed, and the caller is not an administrator.
 * This is checked before access is removed, because the run would stop halfway.
 */
export async function sealedCopies(
  run: Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "zone">,
): Promise<string[]> {
  if (run.operation !== "up") return [];
  const running = new Set(run.stacks.map(({ name }) => name));
  const copied = successors(run.zone).filter(({ account }) =>
    running.has(stackName(account, "secrets")),
  );
  const found = await Promise.all(copied.map((secret) => sealedCopy(secret, run)));
  return found.flat();
}

async function sealedCopy(
  secret: Successor,
  run: Pick<PlannedRun, "held" | "stateOf">,
): Promise<string[]> {
  if (!secret.sealed && !(await isSealedYet(secret, run))) return [];
  const { former, id } = secret;
  const { successionOf } = await import("../values/former-values.js");
  const { state } = await successionOf(secret, "up");
  if (state !== "open") return [];
  const { callerArn } = await accountAccess(former.account, former.region, "up");
  if (isAdministrator(former.account, callerArn)) return [];
  const { administrators, name } = former.account;
  const first = hasMoved(secret)
    ? `, and run up --only ${stackName(former.account, "secrets")} first`
    : "";
  const known = administrators.map(administratorArn).join(", ") || "none";
  return [
    `secret ${id} gets the value of ${former.id} of account ${name}, which is sealed: ${callerArn} cannot read it to copy it, as a sealed secret lets in administrators only (${known}); name its role or user under accounts.${name}.administrators, or write sealed: false until the value is copied${first}`,
  ];
}

/** Whether the old secret's stack sealed it, and may run after the copy. */
async function isSealedYet(
  secret: Successor,
  { held, stateOf }: Pick<PlannedRun, "held" | "stateOf">,
): Promise<boolean> {
  const { account, id } = secret.former;
  const stack = stackName(account, "secrets");
  if (!hasMoved(secret) || !held.has(stack)) return false;
  const { resources } = await stateOf(stack);
  return resources.some(
    ({ outputs, type, urn }) =>
      type === "aws:secretsmanager/secretPolicy:SecretPolicy" &&
      urn.endsWith(`::${id}-policy`) &&
      statementsOf(outputs?.policy).some(({ Sid }) => Sid === SEALED),
  );
}

/** Whether a caller is one of an account's administrators. For a role it is a session, whose ARN lacks the role's path. */
function isAdministrator({ administrators }: ResolvedAccount, callerArn: string): boolean {
  const [, session] = /:assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
  return administrators.map(administratorArn).some((arn) => {
    if (session === undefined) return arn === callerArn;
    return parseArn(arn)?.resource.startsWith("role/") && arn.endsWith(`/${session}`);
  });
}
