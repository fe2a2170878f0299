import { deployedValues, keptKey, outputsIn, unnamedKeys } from "eks-pod-secrets/change-losses";
import { parseArn, type ResolvedSecret } from "eks-pod-secrets/grant";
import type { WorkloadsOutputs } from "../../../stacks/contract";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { heldOwners } from "../backend/orphaned-stacks";
import { isStopped } from "../backend/pulumi-command";
import type { Confirmation } from "./confirmations";
import type { KeyUser } from "./key-users";
import type { PlannedRun } from "./planned-run";

/**
 * The keys that `up` may delete: those that the inventory no longer names and that encrypt nothing in the account. Keys that
 * encrypt something, or that cannot be checked, stay with their stack and are reported. So a key stays in the run that gives its
 * last secret another key.
 */
export async function keysThatGo(run: PlannedRun): Promise<Confirmation[]> {
  if (run.operation !== "up") return [];
  const found = await Promise.all(heldOwners(run).map((stack) => keysOf(run, stack)));
  return found.flat();
}

async function keysOf(run: PlannedRun, stack: PlannedStack): Promise<Confirmation[]> {
  const { account, name } = stack;
  const { keys } = deployedValues(account.name, (await run.stateOf(name)).resources);
  const found: Confirmation[] = [];
  for (const id of unnamedKeys(keys, run.zone)) {
    const left =
      (await openedBy(run, id)) ??
      (await leftUnder({ id, arn: keys[id] ?? "" }, run.zone.secrets, stack));
    if (left === undefined) {
      const says = `key ${id} will be deleted: account ${account.id} has nothing under it`;
      found.push({ option: "yes-remove", name: id, needsNoName: true, says });
    } else note(keptKey(id, left));
  }
  return found;
}

/** Who still opens secrets with a key, in words; undefined if nobody does. */
async function openedBy(run: PlannedRun, id: string): Promise<string | undefined> {
  try {
    const stack = (await keysOfWorkloads(run)).get(id);
    return stack && `readers of ${stack} open secrets with it until that stack is deployed`;
  } catch (error) {
    if (!(error instanceof UserError) || isStopped(error)) throw error;
    return `who opens secrets with it is not known: ${error.message}`;
  }
}

/** The keys that readers use for secrets according to the last deployment of their workloads: the workloads stack, by the key's id. */
async function keysOfWorkloads({ held, stateOf, zone }: PlannedRun): Promise<Map<string, string>> {
  const stacks = stackPlan(zone).filter(
    ({ layer, name }) => layer === "workloads" && held.has(name),
  );
  const found = await Promise.all(
    stacks.map(async ({ name }): Promise<[string, string][]> => {
      const { resources } = await stateOf(name);
      const readers = (outputsIn(resources).readers ?? {}) as WorkloadsOutputs["readers"];
      const keys = Object.values(readers).flatMap((reader) => Object.values(reader.keys ?? {}));
      return keys.flat().map((id) => [id, name]);
    }),
  );
  return new Map(found.flat());
}

/** What the account has under a key, in words; undefined if there is nothing. */
async function leftUnder(
  { arn, id }: { arn: string; id: string },
  secrets: readonly ResolvedSecret[],
  { account }: PlannedStack,
): Promise<string | undefined> {
  const region = parseArn(arn)?.region ?? account.region;
  const alias = id.split("/").slice(2).join("/");
  const own = secrets.filter((one) => one.account === account && !one.existingArn);
  const moving = new Set(own.filter((one) => keyIn(region, one)).map(({ name }) => name));
  try {
    const { keyUsers } = await import("./key-users.js");
    const users = await keyUsers({ alias, arn }, await accountAccess(account, region, "up"));
    return users.length > 0 ? users.map((user) => inWords(user, moving)).join(", ") : undefined;
  } catch (error) {
    const failure =
      error instanceof UserError
        ? error
        : awsFailure(error, "nobody knows what is encrypted with it", undefined);
    return failure.message;
  }
}

/** The key that the inventory gives a secret in a region. */
function keyIn(place: string, { key, region, replicas }: ResolvedSecret) {
  return region === place ? key : replicas.find((one) => one.region === place)?.key;
}

function inWords(
  { byVersions, isDeleted, kind, name }: KeyUser,
  moving: ReadonlySet<string>,
): string {
  if (byVersions) {
    return `${kind} ${name} has another key now, but a version of it may still be under this one`;
  }
  if (kind === "secret" && !isDeleted && moving.has(name)) {
    return `${kind} ${name} is to get another key; a later up deletes this one once no version is under it`;
  }
  return `${kind} ${name} is encrypted with it${isDeleted ? ", and can be restored" : ""}`;
}
