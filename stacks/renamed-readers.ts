import type { LandingZone } from "../sdk/grant";
import type { HeldResources } from "./held-resources";

/** That something has another name than before within the inventory, and one name in AWS. */
export function byAnotherName(label: string, was: string): string {
  return `${label} is ${was} by another name, and cannot be made while that is there: keep the name`;
}

/** Name of a reader within the inventory, in the URN of its role or target role. */
const ROLE_OF_READER =
  /eks-pod-secrets:index:Pod(?:Reader|TargetRole)\$aws:iam\/role:Role::(.+)-role$/;

/** The readers whose role a stack holds as another reader's: why they cannot be deployed, one sentence each. */
export function renamedReaders(
  stack: string,
  held: HeldResources,
  { readers }: Pick<LandingZone, "readers">,
): string[] {
  const byRole = new Map(
    readers.flatMap(({ id, role, targetRole }) =>
      [role, ...(targetRole ? [targetRole] : [])].map(({ arn }) => [arn, id] as const),
    ),
  );
  return Object.entries(held).flatMap(([urn, { outputs = {} }]) => {
    const was = ROLE_OF_READER.exec(urn)?.[1];
    const id = byRole.get(String(outputs.arn));
    if (was === undefined || id === undefined || was === id) return [];
    const label = (name: string) => `reader ${name} of ${stack}`;
    return [
      `${byAnotherName(label(id), label(was))}, or take ${id} out of the inventory, deploy, and write it in again: in between its pods cannot read`,
    ];
  });
}
