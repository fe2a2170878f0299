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
  const { left, plans: all, without } = readerPlans(found, decisions, today);
  let plans = all;
  for (;;) {
    const secrets = secretPlans(found, plans, decisions, today);
    const entries = entriesOf(found, plans, secrets, decisions);
    const inventory = inventoryText(decisions.id, entries);
    const rules = [documentBudgets, extraStatements, quotaProblems];
    const parsed = parseInventory(inventory, "landing-zone.yaml", rules);
    if (!("problems" in parsed)) {
      return {
        ...{ inventory, readers: plans, secrets, left, without },
        zone: parsed.landingZone,
        documents: documentsOf(plans),
        imports: importFiles(plans, secrets, decisions.accounts),
      };
    }
    const refused = new Map(
      plans.flatMap((plan) => {
        const problem = parsed.problems.find((one) => isAbout(one, plan, secrets));
        return problem ? [[plan, problem] as const] : [];
      }),
    );
    if (refused.size === 0) return { problems: parsed.problems };
    for (const [{ pod }, { message }] of refused) {
      left.push({
        what: podTitle(pod),
        why: `the inventory cannot say it: ${message}`,
        next: "change that, and try again",
      });
    }
    plans = plans.filter((one) => !refused.has(one));
  }
}

/** Whether a problem is of a reader, or of a secret or parameter that it reads. */
function isAbout(
  { path }: PlacedProblem,
  { id, reads }: ReaderPlan,
  secrets: readonly SecretPlan[],
): boolean {
  const isBelow = (section: string, name: string) => {
    const start = `${section}.${name}`;
    return path === start || (path.startsWith(start) && /^[.[]/.test(path.slice(start.length)));
  };
  const targets = new Set(reads.map(({ target }) => target.arn));
  return (
    isBelow("readers", id) ||
    secrets.some((one) => targets.has(one.secret.arn) && isBelow("secrets", one.id)) ||
    [...targets].some((arn) => isBelow("parameters", parameterId(arn)))
  );
}

function documentsOf(plans: readonly ReaderPlan[]): Record<string, RawPolicy> {
  return Object.fromEntries(
    plans.flatMap(({ id, kept }) =>
      kept.map(({ document, name }) => [documentFile(id, name), document]),
    ),
  );
}
