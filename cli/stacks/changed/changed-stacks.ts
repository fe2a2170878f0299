import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { asMapping, inParallel, type Mapping } from "iam-proof/collections";
import { readerFiles } from "../../../stacks/deployed-by";
import { type Fingerprinted, fingerprint } from "../../../stacks/fingerprint";
import {
  outputAt,
  type RunRecord,
  recordIn,
  resourcesDigest,
  valuesDigest,
} from "../../../stacks/run-record";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import type { ReadInventory } from "../../inventory/inventory-file";
import { messageOf, UserError } from "../../terminal/errors";
import { type ExportedState, isStack, managedResources } from "../backend/exported-state";
import { isStopped } from "../backend/pulumi-command";
import type { Project } from "../backend/stacks-in-backend";
import { stackRunner } from "../engine/stack-runner";

/** The input for finding the stacks that must run. */
export interface ChangedLook extends Pick<Project, "held" | "importsOf" | "stateOf" | "workDir"> {
  inventory: ReadInventory;
  /** Path of the inventory. */
  file: string;
}

/** Compares each stack with the record of its last run. Returns why stacks must run, by name. */
export async function changedStacks(
  look: ChangedLook,
  stacks: readonly PlannedStack[],
): Promise<Map<string, string>> {
  const inputsOf = fingerprinted(look, look.workDir);
  const found = await Promise.all(
    stacks.map(async (stack): Promise<[string, string][]> => {
      const why = await whyRun(look, stack, inputsOf).catch(whyUnknown);
      return why === undefined ? [] : [[stack.name, why]];
    }),
  );
  const reasons = new Map(found.flat());
  const others = stacks.filter(({ name }) => !reasons.has(name));
  return new Map([...reasons, ...(await movedClusters(look, others))]);
}

/** The reason to run a stack in doubt. */
export function whyUnknown(error: unknown): string {
  if (!(error instanceof UserError) || isStopped(error)) throw error;
  return `what it was run by is not known: ${error.message}`;
}

/** The input for the fingerprints of stacks: the inventory, and the project's files in a directory. */
export function fingerprinted(
  {
    file,
    importsOf,
    inventory,
    workDir,
  }: Pick<ChangedLook, "file" | "importsOf" | "inventory" | "workDir">,
  directory: string,
): (stack: PlannedStack) => Fingerprinted {
  const files = readerFiles(inventory, file, file);
  const runner = { ...stackRunner(workDir), directory };
  const zone = inventory.landingZone;
  return (stack) => ({ zone, stack, files, imports: importsOf(stack.name), runner });
}

/** Why a stack must run; undefined if it would register the same as in its last run. */
async function whyRun(
  look: ChangedLook,
  stack: PlannedStack,
  inputsOf: (stack: PlannedStack) => Fingerprinted,
): Promise<string | undefined> {
  const held = look.held.get(stack.name);
  if (!held) return "it is new";
  if (held.inProgress) return "somebody else runs it";
  const state = await look.stateOf(stack.name);
  const record = recordIn(outputsOf(state));
  if (!record) return "its last run recorded nothing";
  if (state.isUnfinished) return "its last run left something undone";
  if (record.again) return `it ${record.again.join(", and ")}`;
  if (record.fingerprint !== fingerprint(inputsOf(stack))) {
    return "the inventory, its configuration, the program or a provider is another";
  }
  const own = managedResources(state).filter((one) => !isStack(one));
  if (record.resources !== resourcesDigest(own)) return "its state is not as its last run left it";
  return (await readsMoved(record, look)) ? "what it reads of other stacks is another" : undefined;
}

/** Whether other stacks' outputs that a stack reads have changed since its last run. A state that cannot be read is a `UserError`. */
export async function readsMoved(
  { reads, values }: RunRecord,
  { held, stateOf }: { held: { has(stack: string): boolean }; stateOf: Project["stateOf"] },
): Promise<boolean> {
  const read = await Promise.all(
    Object.entries(reads).map(async ([stack, paths]) => {
      const outputs = held.has(stack) ? outputsOf(await stateOf(stack)) : undefined;
      return paths.map((path) => [`${stack} ${path}`, outputAt(outputs, path)] as const);
    }),
  );
  return valuesDigest(read.flat()) !== values;
}

export function outputsOf({ resources }: Pick<ExportedState, "resources">) {
  return resources.find(isStack)?.outputs;
}

/** The most clusters that are asked at the same time. */
const AT_ONCE = 8;

/** The stacks of adopted clusters that no longer match their stack, and why. */
async function movedClusters(
  { inventory, stateOf }: Pick<ChangedLook, "inventory" | "stateOf">,
  stacks: readonly PlannedStack[],
): Promise<[stack: string, reason: string][]> {
  const own = stacks.filter(({ layer }) => layer === "cluster");
  const asked = own.flatMap(({ account, name }) =>
    inventory.landingZone.clusters.flatMap((cluster) =>
      cluster.account === account && !cluster.create ? [{ cluster, stack: name }] : [],
    ),
  );
  const found = await inParallel(asked, AT_ONCE, async ({ cluster, stack }) => {
    const deployed = outputAt(outputsOf(await stateOf(stack)), `clusters/${cluster.id}`);
    const reason = await whyMoved(cluster, asMapping(deployed));
    return reason === undefined ? [] : [[stack, reason] as [string, string]];
  });
  return found.flat();
}

async function whyMoved(cluster: ResolvedCluster, deployed: Mapping): Promise<string | undefined> {
  try {
    const access = await accountAccess(cluster.account, cluster.region, "up");
    const isSame = await withinCluster(
      cluster,
      access,
      async (_, { certificateAuthority, endpoint, identity }) =>
        deployed.endpoint === endpoint &&
        deployed.certificateAuthority === certificateAuthority?.data &&
        deployed.oidcIssuer === (identity?.oidc?.issuer ?? ""),
    );
    return isSame ? undefined : `cluster ${cluster.id} is another than at its last run`;
  } catch (error) {
    return `what cluster ${cluster.id} is now is not known: ${messageOf(error)}`;
  }
}
