import {
  clusterArns,
  deployedValues,
  heldFormers,
  type KeyUses,
  namesOfState,
  neededNames,
  outputsIn,
  overfullTargetRoles,
  releasedKeys,
  renamed,
  valueLosses,
} from "eks-pod-secrets/change-losses";
import { pulumiJson } from "../backend/pulumi-command";
import { foreignStacks } from "./foreign-stacks";
import { importRefusals } from "./import-refusals";
import type { PlannedRun } from "./planned-run";
import { sealedCopies } from "./sealed-copies";
import { namesTaken } from "./taken-names";

/** Why a run must not begin. */
export interface Refusals {
  /** One sentence each; empty if it may begin. */
  reasons: string[];
  /** The run without the stacks that other inventories deployed. */
  own: PlannedRun;
}

/** Finds everything that keeps a run from beginning. */
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
      ...(await lossesOfOwners(own)),
      ...(await importRefusals(own)),
      ...(await namesTaken(own)),
      ...(await sealedCopies(own)),
    ],
  };
}

/**
 * Names that the run needs and that its stacks hold for something else in the inventory, one sentence each. Includes the stacks
 * that it empties: an account with another name there would lose its readers and get them again.
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

/** What the programs of owners would refuse in the run: lost values, and target roles without room for old secrets. */
async function lossesOfOwners({
  held,
  operation,
  stacks,
  stateOf,
  workDir,
  zone,
}: PlannedRun): Promise<string[]> {
  if (operation !== "up") return [];
  const owners = stacks.filter(({ layer, name }) => layer === "secrets" && held.has(name));
  const found = await Promise.all(
    owners.map(async ({ account, name }) => {
      const { resources } = await stateOf(name);
      const deployed = deployedValues(account.name, resources);
      const uses = (outputsIn(resources).encrypts ?? {}) as KeyUses;
      const own = {
        keys: zone.keys.filter((one) => one.account === account),
        secrets: zone.secrets.filter((one) => one.account === account),
      };
      const lost = (released: string[]) => valueLosses({ ...deployed, released, uses }, own);
      return [
        ...(lost([]).length > 0 ? lost(await releasedBy(workDir, name)) : []),
        ...overfullTargetRoles(zone, account, heldFormers(zone, account, deployed.secrets)),
      ];
    }),
  );
  return found.flat();
}

/** The keys that the configuration of an owner's stack releases for deletion. */
async function releasedBy(workDir: string, stack: string): Promise<string[]> {
  const place = { workDir, environment: {} };
  const asked = ["config", "--json", "--stack", stack];
  const config = await pulumiJson<Record<string, { value?: string }>>(place, asked);
  const [, found] = Object.entries(config).find(([key]) => key.endsWith(":deleteKeys")) ?? [];
  return releasedKeys(found?.value);
}
