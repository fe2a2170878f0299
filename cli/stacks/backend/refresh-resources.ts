import { type CommandPlace, pulumi } from "./pulumi-command";

/** A resource that is no longer as the state of its stack says. */
export interface StaleResource {
  stack: string;
  urn: string;
}

/** Reads some resources of a stack anew, so that its state knows what they are now. */
export async function refreshResources(
  place: CommandPlace,
  stack: string,
  urns: readonly string[],
): Promise<void> {
  if (urns.length === 0) return;
  const targets = urns.flatMap((urn) => ["--target", urn]);
  await pulumi(place, ["refresh", "--stack", stack, "--yes", "--skip-preview", ...targets]);
}
