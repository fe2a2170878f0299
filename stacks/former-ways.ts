import { deployedRole, type ResolvedReader, type ResolvedRole } from "eks-pod-secrets/grant";
import type { FormerWays } from "eks-pod-secrets/policy";
import { readOutputs } from "./ask-stack";
import type { ReaderOutputs } from "./contract";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";

/**
 * The ways by which readers of an owner still come in: those of their workloads as they are deployed, where the inventory has
 * another. They stay open until the workloads' stack was deployed with the inventory's way, whatever becomes of its runs.
 */
export async function formerWays({ account, layer, zone }: StackScope): Promise<FormerWays> {
  const { targetRoles: held = {}, untagged: letIn = [] } = (await readOutputs(
    stackName(account, layer),
  )) as { targetRoles?: Record<string, string>; untagged?: string[] };
  const readers = zone.readers.filter(({ grants }) =>
    grants.some(({ crossAccount, target }) => crossAccount && target.account === account),
  );
  const changing = readers.filter(
    ({ id, targetRole }) => targetRole || held[id] !== undefined || letIn.includes(id),
  );
  const deployed = await deployedReaders(changing);
  const untagged = new Set<string>();
  const ownRole = new Set<string>();
  const targetRoles = new Map<string, ResolvedRole>();
  for (const { id, identity, targetRole } of changing) {
    const arn = held[id];
    const { identity: former = "podIdentity", mode } = deployed.get(id) ?? {};
    if (identity === "podIdentity" && former !== "podIdentity") untagged.add(id);
    if (targetRole && mode === "resourcePolicy") ownRole.add(id);
    if (!targetRole && arn && mode === "targetRole") {
      targetRoles.set(id, deployedRole(arn, account));
    }
  }
  return { ownRole, targetRoles, untagged };
}

type DeployedReader = Partial<Pick<ReaderOutputs, "identity" | "mode">>;

/** How each reader reads by the last deployment of its workloads; nothing of one that was never deployed. */
async function deployedReaders(readers: ResolvedReader[]): Promise<Map<string, DeployedReader>> {
  const accounts = new Set(readers.map(({ cluster }) => cluster.account));
  const outputs = await Promise.all(
    [...accounts].map((account) => readOutputs(stackName(account, "workloads"))),
  );
  return new Map(
    outputs.flatMap(({ readers: ways = {} }) =>
      Object.entries(ways as Record<string, DeployedReader>),
    ),
  );
}
