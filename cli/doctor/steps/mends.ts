import {
  type Layer,
  type ResolvedAccount,
  type ResolvedGrant,
  type ResolvedReader,
  stackName,
} from "eks-pod-secrets/grant";
import { kubectlIn } from "../../clusters/kubectl";
import { shellWord } from "../../terminal/printed-text";
import type { Mend } from "../step";

type Target = ResolvedGrant["target"];

/** The command that restores what the stacks hold. */
export const UP = "eks-pod-secrets up --refresh --yes";

/** The mend that restores what one stack, or all stacks, hold. */
export function putBack(stack?: string): Mend {
  return {
    says: "`up` puts back what was changed or deleted, as the inventory has it",
    commands: [stack === undefined ? UP : upOf(stack)],
  };
}

/** The mend by `up` of a stack of a reader's cluster. */
export function byUp({ cluster }: ResolvedReader, layer: Layer = "workloads"): Mend {
  return putBack(stackName(cluster.account, layer));
}

/** The stack with a role of a reader. */
export function stackOfRole({ role, targetRole }: ResolvedReader, arn: string): string {
  return targetRole && arn === targetRole.arn
    ? stackName(targetRole.account, "secrets")
    : stackName(role.account, "workloads");
}

/** A mend without a command. */
export function byHand(says: string): Mend {
  return { says, commands: [] };
}

/** Several mends, one after the other. */
export function inTurn(...mends: (Mend | undefined)[]): Mend {
  const all = mends.filter((one) => one !== undefined);
  return {
    says: all.map(({ says }) => says).join(". Then "),
    commands: all.flatMap(({ commands }) => commands),
  };
}

/** The command `up` for one stack. */
function upOf(stack: string): string {
  return `${UP} --only ${shellWord(stack)}`;
}

/** The command `up` for the stack with a secret. */
export function upOfOwner({ account }: Target): string {
  return upOf(stackName(account, "secrets"));
}

export function putCommand({ id }: Target): string {
  return `eks-pod-secrets put ${shellWord(id)}`;
}

/**
 * The commands after a secret is created again: it has no value, and a new ARN that the SecretProviderClass and policies of other
 * stacks must name.
 */
export function remade(target: Target): string[] {
  return [upOfOwner(target), putCommand(target), UP];
}

/** Whether the inventory takes over a secret that others created. */
export function isAdopted(target: Target): boolean {
  return "existingArn" in target && target.existingArn !== undefined;
}

/** An AWS CLI command in an account, with its profile if the inventory names one. */
export function awsCli({ profile }: ResolvedAccount, region: string, command: string): string {
  const as = profile === undefined ? "" : ` --profile ${shellWord(profile)}`;
  return `aws ${command} --region ${shellWord(region)}${as}`;
}

/** The command that replaces the pods of a reader's Deployment, so that they mount and get credentials again. */
export function restarted({ cluster, id, namespace }: ResolvedReader): string {
  return `${kubectlIn(cluster, namespace)} rollout restart ${shellWord(`deployment/${id}`)}`;
}

/** The same for pods that others deploy. */
export function deleted({ cluster, namespace }: ResolvedReader, pods: readonly string[]): string {
  return `${kubectlIn(cluster, namespace)} delete pod ${pods.map(shellWord).join(" ")}`;
}
