import { deployedRole, type ResolvedReader, type ResolvedRole } from "eks-pod-secrets/grant";
import type { FormerWays } from "eks-pod-secrets/policy";
import { readOutputs } from "./ask-stack";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";

/**
 * The ways by which readers of an owner still come in: those of their workloads as they are deployed, where the inventory has
 * another. They stay open until the workloads' stack was deployed with the inventory's way, whatever becomes of its runs.
 */
export async function formerWays({ account, layer, zone }: StackScope): Promise<FormerWays> {
  const { targetRoles: held = {} } = (await readOutputs(stackName(account, layer))) as {
    targetRoles?: Record<string, string>;
  };
  const readers = zone.readers.filter(({ grants }) =>
    grants.some(({ crossAccount, target }) => crossAccount && target.account === account),
  );
  const changing = readers.filter(({ id, targetRole }) => targetRole || held[id] !== undefined);
  const deployed = await deployedWays(changing);
  const untagged = new Set<string>();
  const ownRole = new Set<string>();
  const targetRoles = new Map<string, ResolvedRole>();
  for (const { id, targetRole } of changing) {
    const arn = held[id];
    if (targetRole && deployed.get(id) === "resourcePolicy") ownRole.add(id);
    if (!targetRole && arn && deployed.get(id) === "targetRole") {
      targetRoles.set(id, deployedRole(arn, account));
    }
  }
  return { ownRole, targetRoles, untagged };
}

/** How each reader reads by the last deployment of its workloads; nothing of one that was never deployed. */
async function deployedWays(readers: ResolvedReader[]): Promise<Map<string, unknown>> {
  const accounts = new Set(readers.map(({ cluster }) => cluster.account));
  const outputs = await Promise.all(
    [...accounts].map((account) => readOutputs(stackName(account, "workloads"))),
  );
  return new Map(
    outputs.flatMap(({ readers: ways = {} }) =>
      Object.entries(ways as Record<string, { mode?: unknown }>).map(([id, { mode }]) => [
        id,
        mode,
      ]),
    ),
  );
}
