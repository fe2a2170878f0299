import type { ResolvedAccount, ResolvedReader } from "eks-pod-secrets/grant";
import { kubectlIn } from "../../clusters/kubectl";
import { shellWord } from "../../terminal/printed-text";
import type { Mend } from "../step";

/** Names of pods in one sentence. */
export const SHOWN = 3;

/** Puts back what the stacks hold. */
export const UP = "eks-pod-secrets up --refresh --yes";

/** The mend of what the stacks hold. */
export const BY_UP: Mend = {
  says: "`up` puts it back as the inventory has it",
  commands: [UP],
};

/** What no command does. */
export function byHand(says: string): Mend {
  return { says, commands: [] };
}

/** Mends that follow one another. */
export function inTurn(first: Mend, ...others: Mend[]): Mend {
  const all = [first, ...others].filter(({ says }) => says !== "");
  return {
    says: all.map(({ says }) => says).join(". Then "),
    commands: all.flatMap(({ commands }) => commands),
  };
}

/** Commands that replace pods of a reader, so that they mount and get credentials anew. */
export function restarted(
  { cluster, deployment, id, namespace }: ResolvedReader,
  pods: readonly string[],
): string[] {
  const kubectl = kubectlIn(cluster, namespace);
  if (pods.length === 0) return [];
  if (deployment) return [`${kubectl} rollout restart ${shellWord(`deployment/${id}`)}`];
  return [`${kubectl} delete pod ${pods.map(shellWord).join(" ")}`];
}

/** A command of the AWS CLI in an account, by its profile where the inventory names one. */
export function awsCli({ profile }: ResolvedAccount, region: string, command: string): string {
  const as = profile === undefined ? "" : ` --profile ${shellWord(profile)}`;
  return `aws ${command} --region ${shellWord(region)}${as}`;
}

/** `pod a`, `pods a and b`, `pods a, b and 7 more`. */
export function podNames(names: readonly string[]): string {
  const shown = names.length <= SHOWN ? names : names.slice(0, SHOWN - 1);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = parts.at(-1) ?? "none";
  const before = parts.slice(0, -1).join(", ");
  return `${names.length === 1 ? "pod" : "pods"} ${before === "" ? last : `${before} and ${last}`}`;
}
