import { documentBudgets, extraStatements } from "eks-pod-secrets/access/landing-zone";
import { type LandingZone, type PlacedProblem, parseInventory } from "eks-pod-secrets/grant";
import type { RawPolicy } from "iam-proof";
import { quotaProblems } from "../../../stacks/quotas";
import type { Found } from "../found";
import { documentFile } from "./adopted-files";
import { entriesOf } from "./entries";
import { type ImportFile, importFiles } from "./import-files";
import { inventoryText } from "./inventory-text";
import type { Decisions, Left, ReaderPlan, ReadersToday } from "./plans";
import { podTitle } from "./pods";
import { readerPlans } from "./reader-plans";
import { parameterId } from "./reads";
import { type SecretPlan, secretPlans } from "./secret-plans";

/** What takes over what exists. */
export interface Adoption {
  /** Text of the inventory. */
  inventory: string;
  zone: LandingZone;
  readers: ReaderPlan[];
  secrets: SecretPlan[];
  /** Policies that stay, by their files. */
  documents: Record<string, RawPolicy>;
  /** By the stack's name. */
  imports: Record<string, ImportFile>;
  left: Left[];
  /** Pods that get a role and read no secret by it, in words. */
  without: string[];
}

/**
 * What takes over what was found: the inventory, which passes `check`, and what its stacks import. A reader that no inventory can
 * declare is left, with the reason. Where nothing can be declared, it says why.
 */
export function adoption(
  found: Found,
  decisions: Decisions,
  today: ReadersToday,
): Adoption | { problems: PlacedProblem[] } {
  const { left, plans, without } = readerPlans(found, decisions, today);
  let readers = plans;
  for (;;) {
    const secrets = secretPlans(found, readers, decisions, today);
    const inventory = inventoryText(decisions.id, entriesOf(found, readers, secrets, decisions));
    const rules = [documentBudgets, extraStatements, quotaProblems];
    const parsed = parseInventory(inventory, "landing-zone.yaml", rules);
    if (!("problems" in parsed)) {
      const documents = readers.flatMap(({ id, kept }) =>
        kept.map(({ document, name }) => [documentFile(id, name), document]),
      );
      return {
        ...{ inventory, readers, secrets, left, without, zone: parsed.landingZone },
        documents: Object.fromEntries(documents),
        imports: importFiles(readers, secrets, decisions.accounts),
      };
    }
    const staying = readers.filter((one) => {
      const names = namesOf(one, secrets);
      const problem = parsed.problems.find(({ path }) => names.some((name) => isIn(name, path)));
      if (problem) {
        left.push({
          what: podTitle(one.pod),
          why: `the inventory cannot say it: ${problem.message}`,
          next: "change that, and try again",
        });
      }
      return !problem;
    });
    if (staying.length === readers.length) return { problems: parsed.problems };
    readers = staying;
  }
}

/** How the inventory names a reader, and the secrets and parameters that it reads. */
function namesOf({ id, reads }: ReaderPlan, secrets: readonly SecretPlan[]): string[] {
  const targets = reads.map(({ target: { arn } }) => {
    const secret = secrets.find((one) => one.secret.arn === arn);
    return secret ? `secrets.${secret.id}` : `parameters.${parameterId(arn)}`;
  });
  return [`readers.${id}`, ...targets];
}

/** Whether a path of an inventory leads to what is named, or into it. */
function isIn(name: string, path: string): boolean {
  return path.startsWith(name) && /^(?:$|[.[])/.test(path.slice(name.length));
}
