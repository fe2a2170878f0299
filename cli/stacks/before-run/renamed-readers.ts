import type { LandingZone } from "../../../sdk/grant";
import { UserError } from "../../terminal/errors";
import type { ExportedResource } from "../backend/exported-state";
import type { PlannedRun } from "./planned-run";

/** That something has another name than before within the inventory, and one name in AWS. */
export function byAnotherName(label: string, was: string): string {
  return `${label} is ${was} by another name, and cannot be made while that is there: keep the name`;
}

/** A `UserError` that names each reader whose role a stack of the run holds as another reader's. */
export async function refuseRenamedReaders({
  held,
  operation,
  stacks,
  stateOf,
  zone,
}: Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "zone">): Promise<void> {
  if (operation !== "up") return;
  const deployed = stacks.filter(({ layer, name }) => layer !== "cluster" && held.has(name));
  const found = await Promise.all(
    deployed.map(async ({ name }) => renamedReaders(name, (await stateOf(name)).resources, zone)),
  );
  const reasons = found.flat();
  if (reasons.length > 0) throw new UserError(reasons.join("\n"));
}

/** Name of a reader within the inventory, in the URN of its role or target role. */
const ROLE_OF_READER =
  /eks-pod-secrets:index:Pod(?:Reader|TargetRole)\$aws:iam\/role:Role::(.+)-role$/;

function renamedReaders(
  stack: string,
  resources: readonly ExportedResource[],
  { readers }: LandingZone,
): string[] {
  const byRole = new Map(
    readers.flatMap(({ id, role, targetRole }) =>
      [role, ...(targetRole ? [targetRole] : [])].map(({ arn }) => [arn, id] as const),
    ),
  );
  return resources.flatMap(({ outputs = {}, urn }) => {
    const was = ROLE_OF_READER.exec(urn)?.[1];
    const id = byRole.get(String(outputs.arn));
    if (was === undefined || id === undefined || was === id) return [];
    const label = (name: string) => `reader ${name} of ${stack}`;
    return [
      `${byAnotherName(label(id), label(was))}, or take ${id} out of the inventory, deploy, and write it in again: in between its pods cannot read`,
    ];
  });
}
