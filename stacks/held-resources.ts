import * as pulumi from "@pulumi/pulumi";
import type { HeldResource } from "eks-pod-secrets/change-losses";
import { askStack } from "./ask-stack";
import { noteAgain } from "./observed-run";

/** What a stack holds after its last run, by URN. Includes failed runs, which recorded no outputs. */
export type HeldResources = Record<string, { type: string; outputs?: Record<string, unknown> }>;

/** Reads what a stack of this project holds; by default the stack that is being deployed. */
export async function readHeldResources(stack = pulumi.getStack()): Promise<HeldResources> {
  if (stack !== pulumi.getStack()) noteAgain(`goes by what ${stack} holds`);
  return (await askStack("readStackResourceOutputs", stack)) as HeldResources;
}

/** The held resources as a list. */
export function heldList(held: HeldResources): HeldResource[] {
  return Object.entries(held).map(([urn, one]) => ({ urn, ...one }));
}

/** The outputs of a resource that a stack holds, by its type and name. */
export function heldOutputs(
  held: HeldResources,
  type: string,
  name: string,
): Record<string, unknown> | undefined {
  return Object.entries(held).find(
    ([urn, one]) => one.type === type && urn.endsWith(`::${name}`),
  )?.[1].outputs;
}
