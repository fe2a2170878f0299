import {
  deployedRole,
  isOrWasOf,
  parseArn,
  type ResolvedAccount,
  type ResolvedKey,
  type ResolvedReader,
  type ResolvedRole,
  type ResolvedSecret,
  regionsOf,
} from "eks-pod-secrets/grant";
import type { FormerlyKeyed, FormerWays } from "eks-pod-secrets/policy";
import { addTo } from "iam-proof/collections";
import { readOutputs } from "./ask-stack";
import type { ReaderOutputs } from "./contract";
import { noteRead } from "./observed-run";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";

interface Owner extends Pick<StackScope, "account" | "zone"> {
  /** Secrets that the stack holds and that others replace. */
  formers: readonly ResolvedSecret[];
}

/** The outputs of a stack's last successful deployment. Empty if it was never deployed. */
type OutputsOf = (stack: string) => Record<string, unknown>;

/**
 * The ways by which an owner's readers still come in: those of their deployed workloads, if the inventory says another. They stay
 * open until the workloads' stack was deployed with the inventory's way, whatever happens to its runs.
 */
export async function formerWays(owner: Owner): Promise<FormerWays> {
  const names = [
    stackName(owner.account, "secrets"),
    ...readersOf(owner).map(({ cluster }) => stackName(cluster.account, "workloads")),
  ];
  const read = [...new Set(names)].map(async (name) => [name, await readOutputs(name)] as const);
  const outputs = new Map(await Promise.all(read));
  return waysByOutputs(owner, (name) => outputs.get(name) ?? {});
}

/** The former ways, from the outputs of the owner's own stack and of its readers' workloads stacks. */
export function waysByOutputs(owner: Owner, outputsOf: OutputsOf): FormerWays {
  const { account, formers } = owner;
  const { targetRoles: held = {}, untagged: letIn = [] } = outputsOf(
    stackName(account, "secrets"),
  ) as { targetRoles?: Record<string, string>; untagged?: string[] };
  const untagged = new Set<string>();
  const ownRoles = new Map<string, string>();
  const targetRoles = new Map<string, ResolvedRole>();
  const readerRoles = new Map<string, string>();
  const regions = new Map<string, string[]>();
  const formerKeys = new Map<string, FormerlyKeyed[]>();
  for (const reader of readersOf(owner)) {
    const { id, identity, role, targetRole } = reader;
    const arn = held[id];
    const deployed = deployedReader(reader, outputsOf);
    const { identity: former = "podIdentity", mode, roleArn = role.arn } = deployed;
    const { regions: before = [], targetRoleArn = arn } = deployed;
    if (before.some((one) => !regionsOf(reader).includes(one))) regions.set(id, before);
    const isOtherRole = mode === "resourcePolicy" && (targetRole || roleArn !== role.arn);
    if (isOtherRole) ownRoles.set(id, roleArn);
    if (mode === "targetRole" && roleArn !== role.arn) readerRoles.set(id, roleArn);
    for (const [keyId, secret] of keysBefore(reader, deployed, formers)) {
      if (isOf(account, secret, keyId)) addTo(formerKeys, keyId, { secret, reader, roleArn });
    }
    if (!targetRole && arn === undefined && !letIn.includes(id)) continue;
    if (identity === "podIdentity" && former !== "podIdentity") untagged.add(id);
    const isOtherTarget = targetRoleArn !== undefined && targetRoleArn !== targetRole?.arn;
    if (isOtherTarget && mode === "targetRole" && parseArn(targetRoleArn)?.account === account.id) {
      targetRoles.set(id, deployedRole(targetRoleArn, account));
    }
  }
  return { formerKeys, ownRoles, readerRoles, regions, targetRoles, untagged };
}

/**
 * The readers that an owner's policies name, including those of secrets that have moved: readers of other accounts, and its own if
 * a seal names them.
 */
function readersOf({ account, zone }: Owner): ResolvedReader[] {
  return zone.readers.filter(({ cluster, grants }) =>
    grants.some(
      (grant) =>
        isOrWasOf(account, grant) &&
        (cluster.account !== account || (grant.kind === "secret" && grant.target.sealed)),
    ),
  );
}

/** How a reader reads according to the last deployment of its workloads. Empty if they were never deployed. */
function deployedReader(
  { cluster, id, identity, targetRole }: ResolvedReader,
  outputsOf: OutputsOf,
): DeployedReader {
  const stack = stackName(cluster.account, "workloads");
  const outputs = outputsOf(stack);
  const mode = targetRole ? "targetRole" : "resourcePolicy";
  noteRead(stack, `readers/${id} ${identity} ${mode}`, outputs);
  const { readers = {} } = outputs;
  return (readers as Record<string, DeployedReader | undefined>)[id] ?? {};
}

interface DeployedReader
  extends Partial<Pick<ReaderOutputs, "identity" | "keys" | "mode" | "regions">> {
  roleArn?: string;
  targetRoleArn?: string;
}

/** Keys that are still the only ones with which a reader opens secrets that have another key by now, by id. */
function keysBefore(
  reader: ResolvedReader,
  { keys = {} }: DeployedReader,
  formers: Owner["formers"],
): [string, ResolvedSecret][] {
  const old = formers.filter(({ grants }) => grants.some((one) => one.reader === reader));
  return [...foreignSecrets(reader), ...old].flatMap((secret) => {
    const now = keyIdsOf(secret);
    return (keys[secret.id] ?? [])
      .filter((id) => !now.includes(id))
      .map((id): [string, ResolvedSecret] => [id, secret]);
  });
}

/** Whether a secret and a key belong to an account. A secret that has moved had a key of another account. */
function isOf({ id, name }: ResolvedAccount, secret: ResolvedSecret, keyId: string): boolean {
  const isOwnKey = keyId.startsWith(`${name}/`) || parseArn(keyId)?.account === id;
  return isOwnKey && secret.account.id === id;
}

/** Existing keys that the inventory no longer names but readers still use. Their policies stay until then. */
export function formerExistingKeys(
  { formerKeys }: FormerWays,
  { account, zone }: Pick<StackScope, "account" | "zone">,
): ResolvedKey[] {
  return [...formerKeys.keys()].flatMap((id) => {
    const arn = parseArn(id);
    if (!arn || zone.keys.some((key) => key.id === id)) return [];
    return [{ id, account, region: arn.region, existingArn: id, secrets: [], parameters: [] }];
  });
}

/** The ids of the keys that a reader's own role uses for secrets of other accounts, by the secret's. */
export function namedKeys(reader: ResolvedReader): Record<string, string[]> {
  if (reader.targetRole) return {};
  return Object.fromEntries(foreignSecrets(reader).map((one) => [one.id, keyIdsOf(one)]));
}

function foreignSecrets({ grants }: ResolvedReader): ResolvedSecret[] {
  return grants.flatMap((one) => (one.kind === "secret" && one.crossAccount ? [one.target] : []));
}

function keyIdsOf({ key, replicas }: ResolvedSecret): string[] {
  return [key, ...replicas.map((one) => one.key)].flatMap((one) => one?.id ?? []);
}
