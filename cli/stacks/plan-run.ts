import type { LandingZone } from "eks-pod-secrets/grant";
import { type PlannedStack, stackPlan } from "../../stacks/stack-plan";
import { requireKnown } from "../terminal/printed-text";
import { adoptedResources, allImports } from "./backend/adopted-resources";
import { type OrphanedStack, orphanedStacks } from "./backend/orphaned-stacks";
import { type KnownStacks, openProject, type Project } from "./backend/stacks-in-backend";
import type { ConfirmingOptions } from "./before-run/confirmations";
import { foreignStacks, missingIdOfDeployed } from "./before-run/foreign-stacks";
import { importedHolders } from "./before-run/imported-holders";
import type { PlannedRun } from "./before-run/planned-run";
import { goneStacks } from "./before-run/stacks-to-empty";
import type { Operation } from "./engine/stack-engine";
import { deployedPolicies } from "./policies/deployed-policies";
import { untouched } from "./run/removals-first";
import type { StacksRun } from "./run/run-stacks";
import type { StackOptions } from "./stack-options";

export interface StacksOptions extends StackOptions, ConfirmingOptions {
  refresh?: true;
  secretsProvider?: string;
  changed?: true;
  since?: string;
  deleteAdopted?: true;
  yes?: true;
  json?: true;
}

export interface ChosenStacks extends Pick<StacksRun, "stacks" | "operation" | "signal"> {
  /** All requested stacks, including those that need no run. Defaults to the stacks. */
  asked?: readonly PlannedStack[];
  /** What spares the list of the backend. */
  known?: KnownStacks;
}

/** Finds what the backend holds, and plans what the run should do. An inventory that must not run is a `UserError`. */
export async function planRun(
  zone: LandingZone,
  { known, operation, stacks, asked = stacks }: ChosenStacks,
  options: StacksOptions,
): Promise<{ planned: PlannedRun; left: OrphanedStack[] }> {
  const { inventory } = options;
  const names = stacks.map(({ name }) => name);
  const opened = known && { ...known, asked: [...new Set([...known.asked, ...names])] };
  const project = seenBy(operation, await openProject(inventory, opened), options);
  const { held, stateOf } = project;
  const missing = operation === "up" ? missingIdOfDeployed(zone, held) : undefined;
  if (missing) {
    const foreign = await foreignStacks({ held, stacks: stackPlan(zone), stateOf, zone });
    throw untouched(operation, foreign.size > 0 ? [...foreign.values()] : [missing]);
  }
  const left = await orphanedStacks(zone, held, stateOf);
  const gone = goneStacks(mayEmpty(operation, options) ? left : [], zone);
  const isMeant = options.yes === true;
  const { takeOver: takenOver = [] } = options;
  if (takenOver.length > 0) {
    const must = "--take-over must name a stack, or a secret or key of the inventory";
    requireKnown(must, takenOver, await namesToTakeOver(project, zone));
  }
  const chosen = new Set(asked.map(({ name }) => name));
  const place = { ...project, inventory, chosen, takenOver };
  return { left, planned: { operation, zone, stacks, ...gone, isMeant, ...place } };
}

/** The names that `--take-over` can give: stacks, and secrets and keys whose policies a run may have to take over. */
async function namesToTakeOver(
  { held, importsOf, stateOf }: Project,
  zone: LandingZone,
): Promise<string[]> {
  const stacks = stackPlan(zone);
  const arns = stacks.map(async ({ account, name }) => [
    ...importedHolders(importsOf(name), account, []),
    ...(held.has(name) ? deployedPolicies(await stateOf(name)) : []),
  ]);
  return [
    ...[...held.keys(), ...stacks.map(({ name }) => name)],
    ...zone.secrets.map(({ id }) => id),
    ...[...zone.secrets, ...zone.keys].flatMap(({ existingArn }) => existingArn ?? []),
    ...(await Promise.all(arns)).flat().map(({ arn }) => arn),
  ];
}

/** The project as an operation sees it: `destroy` leaves what the stacks took over, and so does not ask about it. */
function seenBy(operation: Operation, project: Project, { deleteAdopted }: StacksOptions): Project {
  if (operation !== "destroy" || deleteAdopted) return project;
  const { importsOf, stateOf } = project;
  return {
    ...project,
    stateOf: async (stack) => {
      const state = await stateOf(stack);
      const imports = allImports(importsOf(stack), state.resources);
      const left = adoptedResources(state.resources, imports);
      return { ...state, resources: state.resources.filter((one) => !left.includes(one)) };
    },
  };
}

/** Whether a run may empty stacks: only a run of the whole inventory does. */
function mayEmpty(operation: Operation, { account, only }: StacksOptions): boolean {
  return operation === "up" && !account && !only;
}
