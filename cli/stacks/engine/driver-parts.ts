import type { LandingZone, ResolvedAccount, ResolvedCluster } from "eks-pod-secrets/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import type { State } from "../backend/exported-state";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";

/** URNs of what a stack installed in its clusters and the inventory no longer wants it to install. */
interface PartsThatGo {
  /** Parts to remove first, because their replacement cannot be installed beside them. */
  replaced: string[];
  /** Parts that exist according to the inventory: they stay in the cluster and leave the stack. */
  handedOver: string[];
}

/** A resource in a stack. */
interface HeldResource {
  urn: string;
  type: string;
}

const ADDON = "aws:eks/addon:Addon";
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** The parts of driver, provider and agent that leave a stack's clusters. */
export function partsThatGo(
  { clusters }: LandingZone,
  account: ResolvedAccount,
  resources: readonly HeldResource[],
): PartsThatGo {
  const own = clusters.filter((one) => one.account === account);
  const all = own.map((cluster) => partsOfCluster(cluster, resources));
  return {
    replaced: all.flatMap(({ replaced }) => replaced),
    handedOver: all.flatMap(({ handedOver }) => handedOver),
  };
}

function partsOfCluster(
  { id, secretsStoreCsi }: ResolvedCluster,
  resources: readonly HeldResource[],
): PartsThatGo {
  const { install, podIdentityAgent } = secretsStoreCsi;
  const named = (type: string, ...parts: string[]) =>
    parts.flatMap((part) =>
      resources
        .filter((one) => one.type === type && one.urn.endsWith(`::${id}-${part}`))
        .map(({ urn }) => urn),
    );
  const addon = named(ADDON, "driver");
  // The provider's release depends on the driver's.
  const releases = named(RELEASE, "provider", "driver");
  const agent = podIdentityAgent === "existing" ? named(ADDON, "agent") : [];
  switch (install) {
    case "addon":
      return { replaced: releases, handedOver: agent };
    case "helm":
      return { replaced: addon, handedOver: agent };
    case "existing":
      return { replaced: [], handedOver: [...addon, ...releases, ...agent] };
  }
}

/** Removes these parts from a stack before it is deployed: the engine would delete them last, or delete them from the cluster. */
export async function removeDriverParts(
  place: CommandPlace,
  zone: LandingZone,
  stack: PlannedStack,
  { onStep, state }: { onStep: (step: string) => void; state: string },
): Promise<void> {
  if (stack.layer !== "cluster") return;
  const { account, name } = stack;
  const { deployment }: State = JSON.parse(state);
  const held = (deployment?.resources ?? []).filter((one) => !one.delete);
  const { handedOver, replaced } = partsThatGo(zone, account, held);
  for (const urn of handedOver) {
    await pulumi(place, ["state", "delete", urn, "--stack", name, "--yes"]);
  }
  if (replaced.length === 0) return;
  onStep("uninstalling the driver that another way of installing replaces");
  const targets = replaced.flatMap((urn) => ["--target", urn]);
  await pulumi(place, ["destroy", "--stack", name, "--yes", "--skip-preview", ...targets]);
}
