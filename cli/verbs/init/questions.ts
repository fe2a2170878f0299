import { realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { parseInventory } from "eks-pod-secrets/grant";
import { INVENTORY_VERSION } from "eks-pod-secrets/rules";
import { type Ask, asking, canAsk } from "../../terminal/ask";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { packageDirectory } from "../../terminal/package-directory";

/** The question for each choice, and its default. */
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
 * Asks on a terminal for the choices that flags leave open, until they are valid in an inventory. Without a terminal, those
 * without a default must be given. An invalid flag is a `UserError`.
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
  if (isComplete) {
    for (const name of choiceNames) choices[name] ??= questions[name].fallback ?? "";
    return choices;
  }
  return await asking(async (ask, forget) => {
    for (const name of choiceNames) choices[name] ??= await answered(name, ask, forget);
    return choices;
  });
}

async function answered(name: keyof Choices, ask: Ask, forget: () => void): Promise<string> {
  const { ask: question, fallback = "" } = questions[name];
  const hint = fallback === "" ? "" : ` (${fallback})`;
  for (;;) {
    const answer = await ask(`${question}${hint}: `);
    if (answer === undefined) throw new UserError("stopped, and nothing was written");
    const choice = answer || fallback;
    const problem = choiceProblem(name, choice);
    if (problem === undefined) return choice;
    // What was pasted after it may answer the wrong question.
    forget();
    note(`it ${problem}`);
  }
}

/** The flag for a choice: `readerAccount` becomes `--reader-account`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Valid choices, in which one can be replaced to check another value. */
const SAMPLE: Choices = {
  readerAccount: "111111111111",
  ownerAccount: "222222222222",
  region: "us-east-1",
  cluster: "cluster",
  namespace: "namespace",
  serviceAccount: "service-account",
  secret: "secret",
};

/** Why a choice is not valid in an inventory, as the end of a sentence that begins with its name: `must be …, got "…"`. */
export function choiceProblem(name: keyof Choices, value: string): string | undefined {
  const parsed = parseInventory(inventoryText({ ...SAMPLE, [name]: value }, "lz-sample"), "");
  const [problem] = "problems" in parsed ? parsed.problems : [];
  if (!problem) return undefined;
  const { message, path } = problem;
  return message.startsWith(path) ? message.slice(path.length).trim() : message;
}

/** The choices for a first inventory. */
export interface Choices {
  /** Id of the account with the cluster. */
  readerAccount: string;
  /** Id of the account that owns the secret; empty for the same. */
  ownerAccount: string;
  region: string;
  /** Name of an existing EKS cluster. */
  cluster: string;
  namespace: string;
  serviceAccount: string;
  /** Name of the secret. */
  secret: string;
}

/** The text of a first inventory, with comments that say what each part is and what can be added. */
export function inventoryText(choices: Choices, id: string): string {
  const { cluster, namespace, ownerAccount, readerAccount, region, secret, serviceAccount } =
    choices;
  const crosses = ownerAccount !== "" && ownerAccount !== readerAccount;
  const owner = crosses ? "data" : "platform";
  const q = (text: string) => JSON.stringify(text);
  const account = (id: string) => `{ id: ${q(id)}, region: ${q(region)} }`;
  const key = crosses
    ? "    key: pod-secrets # alias of a customer managed key, which is created: other accounts cannot use the AWS managed one"
    : "    # key: pod-secrets # alias of a customer managed key, which is created; without one, the AWS managed key encrypts";
  return `# yaml-language-server: $schema=landing-zone.schema.json
# The line above lets editors complete this file. After an upgrade: eks-pod-secrets schema > landing-zone.schema.json
# Who reads which secret. Everything else (roles, policies, keys, mounts) is derived from this file:
# eks-pod-secrets check finds mistakes, plan shows the stacks, prove proves them, up deploys them.

version: ${INVENTORY_VERSION} # of this vocabulary; eks-pod-secrets migrate brings an older file to it
id: ${id} # stays when the file moves; every stack records it, so that no other inventory touches what this one deployed

accounts: # by names of your own; add deployRole or profile where the ambient credentials are of another account
  platform: ${account(readerAccount)}
${crosses ? `  data: ${account(ownerAccount)}\n` : ""}
clusters:
  ${q(cluster)}:
    account: platform
    existing: true # or create: { version: "1.34" }

secrets: # without their values: eks-pod-secrets put gives each its own, from standard input
  ${q(secret)}:
    account: ${owner}
${key}

readers: # Kubernetes service accounts; each gets a role of its own
  app:
    cluster: ${q(cluster)}
    namespace: ${q(namespace)}
    serviceAccount: ${q(serviceAccount)}
    reads:
      - { secret: ${q(secret)}, as: secret } # as: name of the file in the mount
    # deployment: # without one, another tool deploys the pods
    #   image: public.ecr.aws/nginx/nginx-unprivileged:1.29
    #   mountPath: /mnt/secrets
`;
}

/** The text of a Pulumi.yaml whose project runs this package's stacks. */
export function projectText(directory: string): string {
  const program = relative(
    realpathSync(directory),
    join(packageDirectory(), "bin/stacks/index.js"),
  );
  return `name: eks-pod-secrets
description: Which Kubernetes pods can read which AWS secrets, one stack per account and layer
runtime:
  name: nodejs
  options:
    typescript: false
main: ${JSON.stringify(program)}
`;
}
