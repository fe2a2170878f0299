import {
  deployedRole,
  type ResolvedAccount,
  type ResolvedReader,
  type ResolvedRole,
} from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { stackName } from "../../../stacks/stack-plan";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import { exportedState, refreshResources } from "../../stacks/backend/exported-state";
import { projectDirectory } from "../../stacks/backend/project-directory";
import { requirePulumi } from "../../stacks/backend/pulumi-command";
import { stacksInBackend } from "../../stacks/backend/stacks-in-backend";
import { accountEnvironment } from "../../stacks/engine/account-environment";
import { messageOf, UserError } from "../../terminal/errors";
import { toldWork } from "../../terminal/progress-bar";
import type { RevokeAnswer } from "./shape";
import type { ChangedStack, RevocationStep } from "./steps";

type EndedStep = RevokeAnswer["steps"][number];

/** Runs the steps one after the other. A failure does not stop the others. `ended` is called after each. */
export async function runSteps(
  steps: readonly RevocationStep[],
  ended: (step: EndedStep) => void,
): Promise<EndedStep[]> {
  const accesses = new Map<ResolvedAccount, Promise<AccountAccess>>();
  const accessTo = (account: ResolvedAccount) =>
    getOrMake(accesses, account, () => accountAccess(account, account.region, "revoke"));
  const all: EndedStep[] = [];
  for (const { account, run, ...step } of steps) {
    const one = await outcome(step, async () => run(await accessTo(account)));
    ended(one);
    all.push(one);
  }
  return all;
}

/** Finds the target roles of an earlier mode. If the states cannot be read, `failed` says what may still be possible. */
export async function findFormerRoles(
  reader: ResolvedReader,
  inventory: string,
): Promise<{ roles: ResolvedRole[]; failed: EndedStep[] }> {
  try {
    await requirePulumi(projectDirectory(inventory));
    return { roles: await formerTargetRoles(reader, inventory), failed: [] };
  } catch (error) {
    const leaves = "a target role that the reader had before its mode changed may still read";
    const step = { step: "state" as const, subject: "the stacks of owners", leaves };
    return { roles: [], failed: [{ ...step, result: "failed", reason: messageOf(error) }] };
  }
}

/** Updates the states of stacks with what was changed. */
export async function tellStates(
  stacks: readonly ChangedStack[],
  inventory: string,
  ended: (step: EndedStep) => void,
): Promise<EndedStep[]> {
  const all: EndedStep[] = [];
  for (const { account, leaves, resources, stack } of stacks) {
    const one = await outcome({ step: "state", subject: `stack ${stack}`, leaves }, async () => {
      const workDir = projectDirectory(inventory);
      await requirePulumi(workDir);
      const { resources: held } = await exportedState(workDir, stack);
      const urns = held.flatMap(({ urn }) =>
        resources.some((name) => urn.endsWith(`::${name}`)) ? urn : [],
      );
      if (urns.length === 0) return;
      const { environment } = await accountEnvironment(account, "revoke");
      await refreshResources({ workDir, environment }, stack, urns);
    });
    ended(one);
    all.push(one);
  }
  return all;
}

async function outcome(
  step: Pick<EndedStep, "step" | "subject" | "leaves">,
  run: () => Promise<unknown>,
): Promise<EndedStep> {
  try {
    const isChanged = await toldWork({ name: step.subject, text: step.step }, () =>
      run().catch((error: unknown) => {
        const isTold = error instanceof UserError;
        throw isTold ? error : awsFailure(error, `cannot change ${step.subject}`, undefined);
      }),
    );
    if (isChanged === false)
      return { ...step, result: "absent", leaves: "nothing: it is not there" };
    return { ...step, result: "done" };
  } catch (error) {
    return { ...step, result: "failed", reason: messageOf(error), leaves: UNCHANGED[step.step] };
  }
}

/** What is still possible if a step failed. */
const UNCHANGED: Record<EndedStep["step"], string> = {
  deny: "what it lets read can still be read",
  sessions: "sessions that exist may read again as soon as the Deny is lifted",
  lift: "the Deny is still there",
  state:
    "the stack's state does not know of the change: eks-pod-secrets up keeps it, a plain pulumi up may undo it",
};

/** Target roles that owners still hold for a reader without one: until its workloads have switched, its pods read as them. */
async function formerTargetRoles(
  { grants, id, role, targetRole }: ResolvedReader,
  inventory: string,
): Promise<ResolvedRole[]> {
  const owners = new Set(grants.map(({ target }) => target.account));
  owners.delete(role.account);
  if (targetRole || owners.size === 0) return [];
  const workDir = projectDirectory(inventory);
  const held = await stacksInBackend(workDir);
  const there = [...owners].filter((owner) => held.has(stackName(owner, "secrets")));
  const found = await Promise.all(
    there.map(async (owner) => {
      const { resources } = await exportedState(workDir, stackName(owner, "secrets"));
      const arns = resources.filter(isTargetRoleOf(id)).map(({ outputs }) => outputs?.arn);
      return arns.filter((arn) => typeof arn === "string").map((arn) => deployedRole(arn, owner));
    }),
  );
  return found.flat();
}

function isTargetRoleOf(reader: string): (resource: { urn: string }) => boolean {
  const ending = `:PodTargetRole$aws:iam/role:Role::${reader}-role`;
  return ({ urn }) => urn.endsWith(ending);
}
