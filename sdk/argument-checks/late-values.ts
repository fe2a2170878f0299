import * as pulumi from "@pulumi/pulumi";

import { isMapping } from "../../proof/collections/mapping";

/** What outputs have beside what their type says. */
interface Settling {
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  allResources(): Promise<unknown>;
  promise(withUnknowns: boolean): Promise<unknown>;
}

/** Whether a value is known only later. */
export function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** Whether anything within is known only later. */
export function hasLater(value: unknown): boolean {
  if (isLater(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasLater);
}

/**
 * What is given, with `later` applied to all that is known only later. An argument that is null is not given, as one that is
 * undefined. An entry of a list that is either is null.
 */
export function given(
  value: unknown,
  later: (value: unknown) => unknown = (same) => same,
): unknown {
  if (isLater(value)) return later(value);
  if (Array.isArray(value)) return value.map((one) => given(one, later) ?? null);
  if (!isMapping(value) || pulumi.isUnknown(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, given(one, later)]));
}

/** What is given, once all of it is settled. What a preview does not know is `pulumi.unknown`. */
export async function settled(value: unknown): Promise<unknown> {
  const later: Promise<unknown>[] = [];
  given(value, (one) => later.push(settlement(one)));
  const values = await Promise.all(later);
  return given(given(value, () => values.shift()));
}

async function settlement(value: unknown): Promise<unknown> {
  const output = pulumi.output(value) as unknown as Settling;
  // Each of the four rejects where the output does, and Pulumi reports one for which nobody waits.
  const [known, isKnown] = await Promise.all([
    output.promise(true),
    output.isKnown,
    output.isSecret,
    output.allResources(),
  ]);
  return isKnown ? known : pulumi.unknown;
}
