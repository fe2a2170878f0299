import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LandingZone, ResolvedSecret } from "eks-pod-secrets/grant";
import { parse } from "yaml";
import { stackPlan } from "../../../stacks/stack-plan";
import { exportedText, importText } from "../../stacks/backend/exported-state";
import { type CommandPlace, pulumi } from "../../stacks/backend/pulumi-command";
import { openProject } from "../../stacks/backend/stacks-in-backend";
import { refuseForeignStacks } from "../../stacks/before-run/foreign-stacks";
import { accountEnvironment } from "../../stacks/engine/account-environment";
import {
  type OutsideSecret,
  providerUrn,
  type Restoration,
  restorationIn,
  type StateOf,
  withSecret,
} from "../../stacks/interrupted-run/with-secret";
import { UserError } from "../../terminal/errors";

/** The stack of a secret's account. */
interface OwnersStack {
  /** The record of a restoration that began without a later deployment of the stack. */
  begun(): Promise<Restoration | undefined>;
  /** Adds the secret to the stack, which reads it in its next run, and records what is restored. */
  takeIn(restoration: Restoration): Promise<void>;
}

/** Finds the stack. Throws a `UserError` if it does not exist or belongs to another inventory. */
export async function ownersStack(
  zone: LandingZone,
  { account, id, name, region }: ResolvedSecret,
  inventory: string,
): Promise<OwnersStack> {
  const { held, stateOf, workDir } = await openProject(inventory);
  const stacks = stackPlan(zone).filter(
    (one) => one.account === account && one.layer === "secrets",
  );
  const stack = stacks[0]?.name ?? "";
  if (!held.has(stack)) {
    throw new UserError(`stack ${stack} must be there, which held the secret; found none`);
  }
  await refuseForeignStacks({ zone, held, stacks, stateOf });
  const provider = region === account.region ? "aws" : `aws-${region}`;
  const own = await accountEnvironment(account, "restore");
  const environment = { ...own.environment, EKS_POD_SECRETS_INVENTORY: resolve(inventory) };
  const place = { workDir, environment };
  const of = { stack, project: projectName(workDir), provider };
  return {
    begun: async () => restorationIn(await exportedText(place, stack), of, id),
    takeIn: (restoration) => write(place, of, { id, name, restoration }),
  };
}

async function write(place: CommandPlace, of: StateOf, secret: OutsideSecret): Promise<void> {
  let state = await exportedText(place, of.stack);
  let changed = withSecret(state, of, secret);
  if (changed === undefined) {
    // A destroyed stack has no provider. Its program may fail because of missing things, but only the provider matters.
    const target = ["--target", providerUrn(of)];
    const command = ["up", "--stack", of.stack, "--yes", "--skip-preview", ...target];
    const failure = await pulumi(place, command).catch((error: unknown) => error);
    state = await exportedText(place, of.stack);
    changed = withSecret(state, of, secret);
    if (changed === undefined) throw failure;
  }
  if (changed === state) return;
  await importText(place, of.stack, changed);
}

function projectName(workDir: string): string {
  return parse(readFileSync(join(workDir, "Pulumi.yaml"), "utf8")).name;
}
