import type { LandingZone } from "../../../../sdk/grant";
import type { PlannedStack } from "../../../../stacks/stack-plan";
import { ownersPart } from "./owners-part";
import { readersPart } from "./readers-part";
import { ARNS, byId, type Registered } from "./resources";
import type { Stacks } from "./stacks";

/** What the program of a stack registers while these stacks are deployed. */
export function registered(zone: LandingZone, stack: PlannedStack, deployed: Stacks): Registered {
  switch (stack.layer) {
    case "cluster":
      return { resources: [], outputs: clustersPart(zone, stack) };
    case "secrets":
      return ownersPart(zone, stack, deployed);
    case "workloads":
      return readersPart(zone, stack, deployed);
  }
}

function clustersPart({ clusters }: LandingZone, { account }: PlannedStack) {
  const connection = {
    endpoint: "https://cluster.example",
    certificateAuthority: "Q0E=",
    oidcIssuer: "https://oidc.example/id",
  };
  return {
    clusters: byId(
      clusters.filter((one) => one.account === account),
      (one) => ({ ...connection, arn: one.arn, oidcProviderArn: ARNS.oidcProviderArn(one) }),
    ),
  };
}
