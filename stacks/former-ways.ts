import { deployedRole, type ResolvedReader, type ResolvedRole } from "eks-pod-secrets/grant";
import type { FormerWays } from "eks-pod-secrets/policy";
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
    ...crossAccountReaders(owner).map(({ cluster }) => stackName(cluster.account, "workloads")),
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
  const ownRole = new Set<string>();
  const targetRoles = new Map<string, ResolvedRole>();
  for (const reader of crossAccountReaders(owner)) {
    const { id, identity, targetRole } = reader;
    const arn = held[id];
    if (!targetRole && arn === undefined && !letIn.includes(id)) continue;
    const { identity: former = "podIdentity", mode } = deployedReader(reader, outputsOf);
    if (identity === "podIdentity" && former !== "podIdentity") untagged.add(id);
    if (targetRole && mode === "resourcePolicy") ownRole.add(id);
    if (!targetRole && arn && mode === "targetRole") {
      targetRoles.set(id, deployedRole(arn, account));
    }
  }
  return { ownRole, targetRoles, untagged };
}

function crossAccountReaders({ account, zone }: Owner): ResolvedReader[] {
  return zone.readers.filter(({ grants }) =>
    grants.some(({ crossAccount, target }) => crossAccount && target.account === account),
  );
}

/** How a reader reads by the last deployment of its workloads; nothing of one that was never deployed. */
function deployedReader(
  { cluster, id }: ResolvedReader,
  outputsOf: OutputsOf,
): Partial<Pick<ReaderOutputs, "identity" | "mode">> {
  const stack = stackName(cluster.account, "workloads");
  const outputs = outputsOf(stack);
  noteRead(stack, `readers/${id}`, outputs);
  const { readers = {} } = outputs;
  return (readers as Record<string, ReaderOutputs | undefined>)[id] ?? {};
}
