import type { LandingZone, ResolvedCluster } from "eks-pod-secrets/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import type { AccountAccess } from "../../aws/account-access";
import { nothingIf } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";
import type { State } from "../interrupted-run/settled-state";
import { withoutLost } from "./lost-with-cluster";

/**
 * Takes out of a stack what it made in clusters that are gone and have a successor of the same name: the engine would take it for
 * deployed. A cluster that the stack itself made, and that is another one now, is a `UserError`, unless the run reads it anew.
 */
export async function leaveLostClusters(
  place: CommandPlace,
  zone: LandingZone,
  stack: PlannedStack,
  { access, refresh }: { access: AccountAccess; refresh: boolean },
): Promise<void> {
  const clusters = zone.clusters.filter(({ account }) => account === stack.account);
  if (stack.layer === "secrets" || clusters.length === 0) return;
  const exported = await pulumi(place, ["stack", "export", "--stack", stack.name]);
  let text = exported;
  for (const cluster of clusters) {
    const made = await creationOf(cluster, access);
    if (!made) continue;
    if (!refresh) requireSame(text, stack.name, cluster, made);
    const rest = withoutLost(text, cluster, made);
    if (rest === undefined) continue;
    text = rest;
    note(
      `cluster ${cluster.id} was made anew on ${made.toISOString()}: ${stack.name} deploys there again what it had in the one before`,
    );
  }
  if (text === exported) return;
  const load = ["stack", "import", "--stack", stack.name, "--force"];
  await pulumi(place, load, { input: text });
}

async function creationOf(
  { name, region }: ResolvedCluster,
  access: AccountAccess,
): Promise<Date | undefined> {
  const { DescribeClusterCommand, EKSClient } = await import("@aws-sdk/client-eks");
  const client = new EKSClient({ ...access, region });
  const asked = client.send(new DescribeClusterCommand({ name }));
  const answer = await asked
    .catch(nothingIf("ResourceNotFoundException", "AccessDeniedException"))
    .finally(() => client.destroy());
  return answer?.cluster?.createdAt;
}

function requireSame(text: string, stack: string, { id, name }: ResolvedCluster, made: Date): void {
  const { deployment } = JSON.parse(text) as State;
  const own = deployment?.resources?.find(
    ({ inputs, type }) => type === "aws:eks/cluster:Cluster" && inputs?.name === name,
  );
  const recorded = new Date(String(own?.outputs?.createdAt ?? ""));
  if (!(Math.abs(recorded.getTime() - made.getTime()) > 1_000)) return;
  throw new UserError(
    `cluster ${id} is not the one that stack ${stack} made on ${recorded.toISOString()}, but another of its name, made on ${made.toISOString()}; to go on with that one: eks-pod-secrets up --refresh --only ${stack}`,
  );
}
