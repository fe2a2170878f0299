import { documentBudgets, extraStatements } from "eks-pod-secrets/access/landing-zone";
import { type LandingZone, type PlacedProblem, parseInventory } from "eks-pod-secrets/grant";
import type { RawPolicy } from "iam-proof";
import { quotaProblems } from "../../../stacks/quotas";
import { entriesOf } from "./entries";
import { importFiles } from "./import-files";
import { inventoryText } from "./inventory-text";
import type { Left, Obstacle, Situation } from "./plans";
import { podTitle } from "./pods";
import { documentFile } from "./reader-entry";
import { type ReaderPlan, readerPlans } from "./reader-plans";
import { isOfParameter, isOfSecret, type TargetPlan, targetPlans } from "./target-plans";

/** Everything that takes over what exists. */
export interface Adoption {
  /** Text of the inventory. */
  inventory: string;
  zone: LandingZone;
  readers: ReaderPlan[];
  targets: TargetPlan[];
  /** Policies that stay, by their files. */
  documents: Record<string, RawPolicy>;
  /** The imports of each stack, by stack name. */
  imports: ReturnType<typeof importFiles>;
  left: Left[];
  /** Pods that get a role and read no secret with it, in words. */
  without: string[];
}

/**
 * Builds what takes over the objects that were found: an inventory that passes `check`, and what its stacks import. A reader that
 * no inventory can declare is left, with the reason. If nothing can be declared, the problems say why.
 */
export function adoption(situation: Situation): Adoption | { problems: PlacedProblem[] } {
  const { decisions, found } = situation;
  const { left, plans, without } = readerPlans(situation);
  let readers = plans;
  /** Leaves out the readers that cannot be taken over. Returns false if there are none. */
  const leave = (obstacleOf: (reader: ReaderPlan) => Obstacle | undefined): boolean => {
    const staying = readers.filter((one) => {
      const obstacle = obstacleOf(one);
      if (obstacle) left.push({ what: podTitle(one.pod), ...obstacle });
      return !obstacle;
    });
    const isLess = staying.length < readers.length;
    readers = staying;
    return isLess;
  };
  for (;;) {
    const targets = targetPlans(situation, readers);
    if (leave((one) => keyOfOthers(one, targets))) continue;
    const inventory = inventoryText(decisions.id, entriesOf(found, readers, targets, decisions));
    const rules = [documentBudgets, extraStatements, quotaProblems];
    const parsed = parseInventory(inventory, "landing-zone.yaml", rules);
    if (!("problems" in parsed)) {
      const documents = readers.flatMap(({ id, kept }) =>
        kept.map(({ document, name }) => [documentFile(id, name), document]),
      );
      return {
        ...{ inventory, readers, targets, left, without, zone: parsed.landingZone },
        documents: Object.fromEntries(documents),
        imports: importFiles(readers, targets, decisions.accounts),
      };
    }
    const refusal = (one: ReaderPlan) => {
      const names = namesOf(one, targets);
      const problem = parsed.problems.find(({ path }) =>
        names.some((name) => path.startsWith(name) && /^(?:$|[.[])/.test(path.slice(name.length))),
      );
      const why = `the inventory cannot say it: ${problem?.message}`;
      return problem && { why, next: "change that, and try again" };
    };
    if (!leave(refusal)) return { problems: parsed.problems };
  }
}

/** Why a parameter that a reader reads cannot be declared: its key's policy would be replaced, and others depend on that policy. */
function keyOfOthers({ reads }: ReaderPlan, targets: readonly TargetPlan[]): Obstacle | undefined {
  const arns = reads.map(({ target }) => target.arn);
  const stays = targets
    .filter(isOfParameter)
    .find(({ kind, target }) => kind === "external" && arns.includes(target.arn));
  return (
    stays && {
      why: `it reads the parameter ${stays.id}: ${stays.marks.join("; ")}`,
      next: "give the parameter a key of its own, or change that, and try again",
      heldBy: stays.heldBy,
    }
  );
}

/** The names of a reader, and of the secrets and parameters that it reads, in the inventory. */
function namesOf({ id, reads }: ReaderPlan, targets: readonly TargetPlan[]): string[] {
  const arns = reads.map(({ target }) => target.arn);
  const read = targets.filter(({ target }) => arns.includes(target.arn));
  const sections = read.map((one) => `${isOfSecret(one) ? "secrets" : "parameters"}.${one.id}`);
  return [`readers.${id}`, ...sections];
}
