import { RunError } from "@pulumi/pulumi";
import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import type { HeldResources } from "./held-resources";
import { type Layer, stackNames, stackPlan } from "./stack-plan";

/** What one stack deploys: one layer of one account. */
export interface StackScope {
  zone: LandingZone;
  account: ResolvedAccount;
  layer: Layer;
  /** What the stack holds before the deployment. */
  held: HeldResources;
}

/** Parses a stack's name, `<account>.<layer>`. Throws an error that lists the inventory's stacks if it is none of them. */
export function stackScope(zone: LandingZone, stack: string, held: HeldResources): StackScope {
  const found = stackPlan(zone).find(({ name }) => name === stack);
  if (found) return { zone, account: found.account, layer: found.layer, held };
  throw new RunError(
    `the stack's name must be <account>.<layer> of the inventory (${stackNames(zone).join(", ")}), got "${stack}"`,
  );
}
