import type {
  ResolvedAccount,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
} from "eks-pod-secrets/grant";
import { REVOKED_SESSIONS } from "eks-pod-secrets/policy";
import { getOrMake } from "iam-proof/collections";
import { type Layer, stackName } from "../../../stacks/stack-plan";
import { denyingSecrets } from "../../access-removals/granted";
import {
  changeSecretPolicy,
  denyRole,
  denySessions,
  liftRole,
} from "../../access-removals/revocation-calls";
import type { AccountAccess } from "../../aws/account-access";
import { shellWord } from "../../terminal/printed-text";
import type { RevokeAnswer } from "./shape";

/** A step of a revocation, in one account. */
export interface RevocationStep
  extends Pick<RevokeAnswer["steps"][number], "step" | "subject" | "leaves"> {
  account: ResolvedAccount;
  /** Returns false if what it would change does not exist and need not. */
  run(access: AccountAccess): Promise<unknown>;
}

/** A stack whose state must contain the changes in these resources, so that it keeps them. */
export interface ChangedStack extends Pick<RevokeAnswer["steps"][number], "leaves"> {
  account: ResolvedAccount;
  stack: string;
  /** Names of the resources. */
  resources: string[];
}

const SPREAD = "within seconds, as AWS spreads the policy";

/** The steps of a revocation: first the Deny on both sides, then for existing sessions. */
export function denyingSteps(reader: ResolvedReader): RevocationStep[] {
  return [
    ...denyingSecrets(reader).map((secret) => ({
      ...ofSecret(secret),
      step: "deny" as const,
      leaves: `its owner refuses it to the role of ${reader.id} ${SPREAD}, whatever the account of the role allows`,
      run: (access: AccountAccess) => changeSecretPolicy(secret, reader.role.arn, "deny", access),
    })),
    ...denyingRoleSteps(rolesOf(reader), reader),
  ];
}

/** The steps that deny everything to the roles that the reader reads as. */
export function denyingRoleSteps(
  roles: readonly ResolvedRole[],
  reader: ResolvedReader,
): RevocationStep[] {
  return [
    ...roles.map((role) => ({
      ...ofRole(role),
      step: "deny" as const,
      leaves: `every call of its sessions is refused ${SPREAD}, those that exist included; what pods have read and mounted, they keep`,
      run: (access: AccountAccess) => denyRole(role, access),
    })),
    ...roles.map((role) => ({
      ...ofRole(role),
      step: "sessions" as const,
      leaves: `sessions that began before now stay refused for as long as they live (${lifetime(reader)}), even when the Deny is lifted`,
      run: (access: AccountAccess) => denySessions(role, access),
    })),
  ];
}

/** The steps that remove the Deny, except for earlier sessions. */
export function liftingSteps(reader: ResolvedReader): RevocationStep[] {
  return [
    ...liftingRoleSteps(rolesOf(reader)),
    ...denyingSecrets(reader).map((secret) => ({
      ...ofSecret(secret),
      step: "lift" as const,
      leaves: `its owner lets the role of ${reader.id} read it again`,
      run: (access: AccountAccess) => changeSecretPolicy(secret, reader.role.arn, "lift", access),
    })),
  ];
}

/** The steps that remove the Deny from roles. */
export function liftingRoleSteps(roles: readonly ResolvedRole[]): RevocationStep[] {
  return roles.map((role) => ({
    ...ofRole(role),
    step: "lift" as const,
    leaves:
      "sessions that begin from now on may read what the inventory grants; earlier ones stay refused",
    run: (access: AccountAccess) => liftRole(role, access),
  }));
}

/**
 * The stacks whose resources are changed, for a reader and its former roles: those of owners, with target roles of an earlier
 * mode, and that of the reader.
 */
export function changedStacks(
  readers: readonly [ResolvedReader, ...ResolvedReader[]],
  lift: boolean,
  formerRoles: readonly ResolvedRole[] = [],
): ChangedStack[] {
  const [reader] = readers;
  const { external, role, targetRole } = reader;
  const targetRoles = [...(targetRole ? [targetRole] : []), ...formerRoles];
  const onlyPolicy = `${reader.id}-only-policy`;
  const leaves = lift
    ? "up and pulumi up do not bring the Deny back"
    : "up and pulumi up keep the Deny as long as the inventory has the reader";
  const stacks = new Map<string, ChangedStack>();
  const change = (account: ResolvedAccount, layer: Layer, resource: string) => {
    const stack = stackName(account, layer);
    const { resources } = getOrMake(stacks, stack, () => ({
      account,
      stack,
      resources: [],
      leaves,
    }));
    if (!resources.includes(resource)) resources.push(resource);
  };
  for (const { account, id } of readers.flatMap(denyingSecrets)) {
    change(account, "secrets", `${id}-policy`);
  }
  for (const { account } of targetRoles) change(account, "secrets", onlyPolicy);
  if (!external) change(role.account, "workloads", onlyPolicy);
  return [...stacks.values()];
}

/** How long a pod's sessions last. */
export function lifetime({ targetRole }: ResolvedReader): string {
  return targetRole ? "up to 59 minutes as its target role, 6 hours as its own" : "up to 6 hours";
}

/** What `--lift` leaves in the roles, and how to delete it when it refuses nothing any more. */
export function sessionsLeft(
  reader: ResolvedReader,
  roles: readonly ResolvedRole[],
): NonNullable<RevokeAnswer["sessions"]> {
  return {
    leaves: `the policy ${REVOKED_SESSIONS} stays and refuses sessions from before, so prove --live refutes grant-available; once they have ended (${lifetime(reader)} after the revocation), delete it, and run eks-pod-secrets up`,
    commands: [...rolesOf(reader), ...roles].map(
      ({ name }) =>
        `aws iam delete-role-policy --role-name ${shellWord(name)} --policy-name ${REVOKED_SESSIONS}`,
    ),
  };
}

/** The roles to change, the reading one first. Roles of others can only be changed by them. */
function rolesOf({ external, role, targetRole }: ResolvedReader): ResolvedRole[] {
  if (external) return [];
  return targetRole ? [targetRole, role] : [role];
}

function ofRole({ account, name }: ResolvedRole) {
  return { account, subject: `role ${name} of account ${account.id} (${account.name})` };
}

function ofSecret({ account, id }: ResolvedSecret) {
  return { account, subject: `secret ${id} of account ${account.id} (${account.name})` };
}
