import {
  clusterArns,
  deployedValues,
  heldFormers,
  namesOfState,
  neededNames,
  overfullTargetRoles,
  renamed,
} from "eks-pod-secrets/change-losses";
import { formerSecrets } from "eks-pod-secrets/grant";
import { foreignStacks } from "./foreign-stacks";
import { importRefusals } from "./import-refusals";
import type { PlannedRun } from "./planned-run";
import { sealedCopies } from "./sealed-copies";
import { namesTaken } from "./taken-names";

/** Why a run must not begin. */
export interface Refusals {
  /** One sentence each; none where it may begin. */
  reasons: string[];
  /** The run without the stacks that other inventories deployed. */
  own: PlannedRun;
}

/** Looks for all that refuses a run. */
export async function findRefusals(run: PlannedRun): Promise<Refusals> {
  const stacks = run.stacks.filter(({ name }) => !run.takenOver.includes(name));
  const foreign = await foreignStacks({ ...run, stacks });
  const own = { ...run, stacks: run.stacks.filter(({ name }) => !foreign.has(name)) };
  const other = await namesOfOthers(own);
  return {
    own,
    reasons: [
      ...foreign.values(),
      ...other,
      ...(await overfullRoles(own)),
      ...(await importRefusals(own)),
      ...(await namesTaken(own)),
      ...(await sealedCopies(own)),
    ],
  };
}

/**
 * What is to have a name by which the stacks of the run hold something else of the inventory, one sentence each. Those that it empties
 * are among them: an account that has another name there would lose its readers, and get them again.
 */
export async function namesOfOthers({
  held,
  operation,
  stacks,
  stateOf,
  toEmpty,
  zone,
}: Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "toEmpty" | "zone">): Promise<
  string[]
> {
  if (operation !== "up") return [];
  const deployed = [...toEmpty, ...stacks].filter(({ name }) => held.has(name));
  const states = await Promise.all(
    deployed.map(async ({ account, name }) => {
      const { resources } = await stateOf(name);
      return { account, name, resources };
    }),
  );
  const clusters = Object.assign({}, ...states.map(({ resources }) => clusterArns(resources)));
  const names = states.flatMap(({ account, name, resources }) => [
    ...namesOfState(name, account, resources, clusters),
  ]);
  return renamed(new Map(names), neededNames(zone));
}

/** The target roles whose policies have no room for renamed or moved secrets that the stacks of the run still hold. */
async function overfullRoles({
  held,
  operation,
  stacks,
  stateOf,
  zone,
}: Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "zone">): Promise<string[]> {
  const owners = stacks.filter(({ layer, name }) => layer === "secrets" && held.has(name));
  const found = await Promise.all(
    owners.map(async ({ account, name }) => {
      const isAsked = operation === "up" && formerSecrets(zone, account).length > 0;
      const { resources } = isAsked ? await stateOf(name) : { resources: [] };
      const { secrets } = deployedValues(account.name, resources);
      return overfullTargetRoles(zone, account, heldFormers(zone, account, secrets));
    }),
  );
  return found.flat();
}
