import type { PlacedProblem } from "eks-pod-secrets/grant";
import * as z from "zod";
import {
  DEFAULT_INVENTORY,
  fileGiven,
  missingId,
  readInventory,
  type UsableInventory,
} from "../inventory/inventory-file";
import { oneLockIn } from "../proof/one-lock";
import { list, object, oneOf, text, texts } from "../terminal/answer-shapes";
import { exitCodes } from "../terminal/errors";
import { coloursOf, count, countObjects, noteProblems, print, printJson } from "../terminal/output";
import { Verb } from "../terminal/verb";

interface CheckOptions {
  inventory?: string;
  json?: true;
  strict?: true;
}

const problem = z.object({
  file: text("The file as it was named."),
  line: z.int().min(1),
  column: z.int().min(1),
  path: text("Keys that lead to the place. Empty for the whole file."),
  message: text("The path, the rule, the value, and what to do."),
});

/** What `check` answers with `--json`. */
export const checkShape = object("Answer of eks-pod-secrets check --json.", {
  result: oneOf("wrong goes with exit code 2.", ["right", "wrong"]),
  file: text("The inventory as it was named."),
  problems: list("Mistakes in the file's order.", problem),
  warnings: list(
    "What will not work, but gives nobody more access. With --strict these count as mistakes.",
    problem,
  ),
  notes: texts("What is right, and weaker than it could be."),
});

type CheckAnswer = z.infer<typeof checkShape>;

/** `check`: is this inventory right? */
export function command(): Verb {
  return new Verb("check", "find every mistake of an inventory")
    .description(
      "Reads an inventory and names every mistake by line and column.\n" +
        "Needs no network and no credentials. Exit code 0: it is right; 2: it is not.",
    )
    .argument("[FILE]", `the inventory (default: ${DEFAULT_INVENTORY})`)
    .option("--inventory <FILE>", "the same as FILE")
    .option("--json", "answer in JSON; eks-pod-secrets schema check describes it")
    .option("--strict", "treat warnings as errors")
    .ending(`
Examples:
  $ eks-pod-secrets check
  landing-zone.yaml is right: 2 accounts, 1 cluster, 2 secrets, 2 readers, 2 grants

  $ eks-pod-secrets check teams/shop.yaml --json`)
    .action(check);
}

async function check(argument: string | undefined, options: CheckOptions): Promise<void> {
  const file = fileGiven(argument, options.inventory);
  const parsed = await readInventory(file);
  const problems = "problems" in parsed ? parsed.problems : await policyProblems(parsed, file);
  const warnings = "problems" in parsed ? [] : [...missingId(parsed), ...parsed.warnings];
  const isRight = problems.length === 0 && !(options.strict && warnings.length > 0);
  if (!isRight) process.exitCode = exitCodes.error;
  const notes = "problems" in parsed ? [] : oneLockIn(parsed.landingZone);
  const result = isRight ? "right" : "wrong";
  const answer: CheckAnswer = { result, file, problems, warnings, notes };
  if (options.json) return printJson(answer);
  noteProblems(problems, "error");
  noteProblems(warnings, "warning");
  if ("problems" in parsed || !isRight) return;
  const right = coloursOf(process.stdout).green("right");
  const butFor = warnings.length > 0 ? ` but for ${count(warnings.length, "warning")}` : "";
  print([`${file} is ${right}${butFor}: ${contents(parsed)}`, ...notes].join("\n"));
}

/** Mistakes in the policy files that the proof reads. The grammar is only loaded if there are such files. */
async function policyProblems(parsed: UsableInventory, file: string): Promise<PlacedProblem[]> {
  const { organization, readers } = parsed.landingZone;
  const { resourceControlPolicies, serviceControlPolicies } = organization;
  const kept = readers.flatMap(({ keptPolicies = [] }) => keptPolicies);
  if (resourceControlPolicies.length + serviceControlPolicies.length + kept.length === 0) return [];
  const { fileProblems } = await import("../documents/policies-of-files.js");
  return fileProblems(parsed, file);
}

function contents({ landingZone }: UsableInventory): string {
  const { accounts, clusters, externalReaders, externalSecrets } = landingZone;
  const { parameters, readers, secrets } = landingZone;
  const others = externalReaders.filter(({ formerOf }) => formerOf === undefined);
  const formers = externalReaders.length - others.length;
  const grants = [...readers, ...others].reduce((sum, reader) => sum + reader.grants.length, 0);
  return [
    count(accounts.length, "account"),
    count(clusters.length, "cluster"),
    countObjects(secrets.length, parameters.length),
    count(readers.length, "reader"),
    count(grants, "grant"),
    ...(externalSecrets.length > 0 ? [`${count(externalSecrets.length, "secret")} of others`] : []),
    ...(others.length > 0 ? [`${count(others.length, "reader")} of others`] : []),
    ...(formers > 0 ? [count(formers, "former role")] : []),
  ].join(", ");
}
