import type { LandingZone } from "eks-pod-secrets/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { exportedState } from "../backend/exported-state";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";
import { partsThatGo } from "./driver-parts";

/** Takes out of a stack what goes, before the stack is deployed: the engine would delete it after all else, or from the cluster. */
export async function removeDriverParts(
  place: CommandPlace,
  zone: LandingZone,
  stack: PlannedStack,
  onStep: (step: string) => void,
): Promise<void> {
  if (stack.layer !== "cluster") return;
  const { account, name } = stack;
  const { resources } = await exportedState(place.workDir, name);
  const { handedOver, replaced } = partsThatGo(zone, account, resources);
  for (const urn of handedOver) {
    await pulumi(place, ["state", "delete", urn, "--stack", name, "--yes"]);
  }
  if (replaced.length === 0) return;
  onStep("uninstalling the driver that another way of installing replaces");
  const targets = replaced.flatMap((urn) => ["--target", urn]);
  await pulumi(place, ["destroy", "--stack", name, "--yes", "--skip-preview", ...targets]);
}
