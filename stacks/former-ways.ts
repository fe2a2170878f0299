import {
  deployedRole,
  isOrWasOf,
  parseArn,
  type ResolvedReader,
  type ResolvedRole,
  type ResolvedSecret,
  type ResolvedSecretGrant,
} from "eks-pod-secrets/grant";
import type { FormerlyKeyed, FormerWays } from "eks-pod-secrets/policy";
import { addTo } from "iam-proof/collections";
import { readOutputs } from "./ask-stack";
import type { ReaderOutputs } from "./contract";
import { noteRead } from "./observed-run";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";

type Owner = Pick<StackScope, "account" | "zone">;

/** What a stack's last successful deployment told the others; nothing of one that was never deployed. */
type OutputsOf = (stack: string) => Record<string, unknown>;

/**
 * The ways by which readers of an owner still come in: those of their workloads as they are deployed, where the inventory has
 * another. They stay open until the workloads' stack was deployed with the inventory's way, whatever becomes of its runs.
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

/** The same, by the outputs of the owner's own stack and of the workloads' stacks of its readers. */
export function waysByOutputs(owner: Owner, outputsOf: OutputsOf): FormerWays {
  const { account } = owner;
  const { targetRoles: held = {}, untagged: letIn = [] } = outputsOf(
    stackName(account, "secrets"),
  ) as { targetRoles?: Record<string, string>; untagged?: string[] };
  const untagged = new Set<string>();
  const ownRoles = new Map<string, string>();
  const targetRoles = new Map<string, ResolvedRole>();
  const readerRoles = new Map<string, string>();
  const formerKeys = new Map<string, FormerlyKeyed[]>();
  for (const reader of readersOf(owner)) {
    const { id, identity, role, targetRole } = reader;
    const arn = held[id];
    const deployed = deployedReader(reader, outputsOf);
    const { identity: former = "podIdentity", mode, roleArn = role.arn } = deployed;
    const { targetRoleArn = arn } = deployed;
    const isOtherRole = mode === "resourcePolicy" && (targetRole || roleArn !== role.arn);
    if (isOtherRole) ownRoles.set(id, roleArn);
    if (mode === "targetRole" && roleArn !== role.arn) readerRoles.set(id, roleArn);
    for (const [keyId, secret] of keysBefore(reader, deployed)) {
      if (secret.account === account) addTo(formerKeys, keyId, { secret, reader, roleArn });
    }
    if (!targetRole && arn === undefined && !letIn.includes(id)) continue;
    if (identity === "podIdentity" && former !== "podIdentity") untagged.add(id);
    const isOtherTarget = targetRoleArn !== undefined && targetRoleArn !== targetRole?.arn;
    if (isOtherTarget && mode === "targetRole" && parseArn(targetRoleArn)?.account === account.id) {
      targetRoles.set(id, deployedRole(targetRoleArn, account));
    }
  }
  return { formerKeys, ownRoles, readerRoles, targetRoles, untagged };
}

/**
 * The readers that an owner's policies name, also those of secrets that have moved: those of other accounts, and its own where a seal
 * names them.
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

/** How a reader reads by the last deployment of its workloads; nothing of one that was never deployed. */
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

interface DeployedReader extends Partial<Pick<ReaderOutputs, "identity" | "keys" | "mode">> {
  roleArn?: string;
  targetRoleArn?: string;
}

/** Keys with which alone a reader opens secrets that have another one by now, each by its id. */
function keysBefore(
  reader: ResolvedReader,
  { keys = {} }: DeployedReader,
): [string, ResolvedSecret][] {
  return foreignSecrets(reader).flatMap(({ target }) => {
    const now = keyIdsOf(target);
    return (keys[target.id] ?? [])
      .filter((id) => !now.includes(id))
      .map((id): [string, ResolvedSecret] => [id, target]);
  });
}

/** The keys with which a reader opens secrets of other accounts as its own role: their ids, by the secret's. */
export function namedKeys(reader: ResolvedReader): Record<string, string[]> {
  if (reader.targetRole) return {};
  const named = foreignSecrets(reader).map(({ target }) => [target.id, keyIdsOf(target)]);
  return Object.fromEntries(named);
}

function foreignSecrets({ grants }: ResolvedReader): ResolvedSecretGrant[] {
  return grants.filter(
    (one): one is ResolvedSecretGrant => one.kind === "secret" && one.crossAccount,
  );
}

function keyIdsOf({ key, replicas }: ResolvedSecret): string[] {
  return [key, ...replicas.map((one) => one.key)].flatMap((one) => one?.id ?? []);
}
