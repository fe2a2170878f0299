import { type CommandPlace, pulumi } from "../backend/pulumi-command";
import { refreshResources } from "../backend/refresh-resources";
import type { FindOptions } from "./find-created";
import { type StateResource, settledState, withCreations } from "./settled-state";

/** Settles what a killed run of a stack had begun and not recorded. `unanswered`: what AWS has made, though it did not say so. */
export async function settleInterruptedRun(
  place: CommandPlace,
  stack: string,
  access: () => Promise<FindOptions>,
  unanswered: readonly StateResource[] = [],
): Promise<void> {
  // Values that are secret stay encrypted: they are of no interest here.
  const exported = await pulumi(place, ["stack", "export", "--stack", stack]);
  const begun = withCreations(exported, unanswered);
  const load = (input: string) =>
    pulumi(place, ["stack", "import", "--stack", stack, "--force"], { input });
  // Recorded first: where AWS cannot be asked now, the next run goes on with it.
  if (unanswered.length > 0) await load(begun);
  const settled = await settledState(begun, access);
  if (!settled) return;
  await load(settled.text);

  await refreshResources(place, stack, settled.adopted);
}
