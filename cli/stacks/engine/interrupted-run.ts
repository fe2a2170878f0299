import type { FindOptions } from "../../../stacks/interrupted-run/find-created";
import { settledState } from "../../../stacks/interrupted-run/settled-state";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";
import { refreshResources } from "../backend/refresh-resources";

/** Settles what a killed run of a stack had begun and not recorded. */
export async function settleInterruptedRun(
  place: CommandPlace,
  stack: string,
  access: () => Promise<FindOptions>,
): Promise<void> {
  // Values that are secret stay encrypted: they are of no interest here.
  const exported = await pulumi(place, ["stack", "export", "--stack", stack]);
  const settled = await settledState(exported, access);
  if (!settled) return;
  const load = ["stack", "import", "--stack", stack, "--force"];
  await pulumi(place, load, { input: settled.text });

  await refreshResources(place, stack, settled.adopted);
}
