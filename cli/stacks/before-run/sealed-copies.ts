import {
  administratorArn,
  parseArn,
  type ResolvedAccount,
  type Successor,
  successors,
} from "eks-pod-secrets/grant";
import { stackName } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import type { PlannedRun } from "./planned-run";

/**
 * The secrets whose value a run would have to copy, and may not: the old one is sealed, and whoever runs it is no administrator. Looked
 * for before access is removed, as the run would stop halfway.
 */
export async function sealedCopies({
  operation,
  stacks,
  zone,
}: Pick<PlannedRun, "operation" | "stacks" | "zone">): Promise<string[]> {
  if (operation !== "up") return [];
  const running = new Set(stacks.map(({ name }) => name));
  const sealed = successors(zone).filter(
    ({ account, sealed }) => sealed && running.has(stackName(account, "secrets")),
  );
  const found = await Promise.all(sealed.map(sealedCopy));
  return found.flat();
}

async function sealedCopy(secret: Successor): Promise<string[]> {
  const { former, id } = secret;
  const { successionOf } = await import("../values/former-values.js");
  const { state } = await successionOf(secret, "up");
  if (state !== "open") return [];
  const { callerArn } = await accountAccess(former.account, former.region, "up");
  if (isAdministrator(former.account, callerArn)) return [];
  const { administrators, name } = former.account;
  const known = administrators.map(administratorArn).join(", ") || "none";
  return [
    `secret ${id} gets the value of ${former.id} of account ${name}, which is sealed: ${callerArn} cannot read it to copy it, as a sealed secret lets in administrators only (${known}); name its role or user under accounts.${name}.administrators, or write sealed: false until the value is copied`,
  ];
}

/** Whether a caller is one of an account's administrators: of a role a session, whose ARN does not tell the role's path. */
function isAdministrator({ administrators }: ResolvedAccount, callerArn: string): boolean {
  const [, session] = /:assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
  return administrators.map(administratorArn).some((arn) => {
    if (session === undefined) return arn === callerArn;
    return parseArn(arn)?.resource.startsWith("role/") && arn.endsWith(`/${session}`);
  });
}
