import { parseInventory } from "eks-pod-secrets/grant";
import { ask, canAsk } from "../../terminal/ask";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { type Choices, inventoryText } from "./inventory-text";

/** What each choice is asked as, and what it is where nothing is said. */
const questions: Record<keyof Choices, { ask: string; fallback?: string }> = {
  readerAccount: { ask: "Id of the account with the cluster (12 digits)" },
  ownerAccount: { ask: "Id of the account that owns the secret; empty for the same", fallback: "" },
  region: { ask: "Region", fallback: "us-east-1" },
  cluster: { ask: "Name of the EKS cluster, which exists" },
  namespace: { ask: "Namespace of the reader", fallback: "default" },
  serviceAccount: { ask: "Service account of the reader", fallback: "app" },
  secret: { ask: "Name of the secret", fallback: "app/secret" },
};

export const choiceNames = Object.keys(questions) as (keyof Choices)[];

/**
 * The choices that flags leave open, asked on a terminal until they can stand in an inventory; elsewhere those without a
 * default must be given. A flag that cannot stand in one is a `UserError`.
 */
export async function askedChoices(given: Partial<Choices>): Promise<Choices> {
  const problems = choiceNames.flatMap((name) => {
    const problem = given[name] === undefined ? undefined : choiceProblem(name, given[name]);
    return problem === undefined ? [] : [`${flagOf(name)} ${problem}`];
  });
  if (problems.length > 0) throw new UserError(problems.join("; "));
  const required = choiceNames.filter((name) => questions[name].fallback === undefined);
  const isComplete = required.every((name) => given[name] !== undefined);
  if (!isComplete && !canAsk()) {
    const missing = required.filter((name) => given[name] === undefined).map(flagOf);
    throw new UserError(`${missing.join(" and ")} must be given where no terminal can ask`);
  }
  const choices = { ...given } as Choices;
  for (const name of choiceNames) {
    choices[name] ??= isComplete ? (questions[name].fallback ?? "") : await answered(name);
  }
  return choices;
}

async function answered(name: keyof Choices): Promise<string> {
  const { ask: question, fallback = "" } = questions[name];
  const hint = fallback === "" ? "" : ` (${fallback})`;
  for (;;) {
    const answer = await ask(`${question}${hint}: `);
    if (answer === undefined) throw new UserError("stopped, and nothing was written");
    const choice = answer || fallback;
    const problem = choiceProblem(name, choice);
    if (problem === undefined) return choice;
    note(`it ${problem}`);
  }
}

/** `readerAccount` → `--reader-account`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Choices that are right, whatever one of them is replaced by. */
const SAMPLE: Choices = {
  readerAccount: "111111111111",
  ownerAccount: "222222222222",
  region: "us-east-1",
  cluster: "cluster",
  namespace: "namespace",
  serviceAccount: "service-account",
  secret: "secret",
};

/** Why no inventory can hold a choice, as the end of a sentence that begins with its name: `must be …, got "…"`. */
export function choiceProblem(name: keyof Choices, value: string): string | undefined {
  const parsed = parseInventory(inventoryText({ ...SAMPLE, [name]: value }, "lz-sample"), "");
  const [problem] = "problems" in parsed ? parsed.problems : [];
  if (!problem) return undefined;
  const { message, path } = problem;
  return message.startsWith(path) ? message.slice(path.length).trim() : message;
}
