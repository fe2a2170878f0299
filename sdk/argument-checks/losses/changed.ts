import * as pulumi from "@pulumi/pulumi";

import { shown } from "../../rules/wording";

/** An argument that was and is known, and not the same: as it was, and as it becomes. */
export function changed<T>(before: T | undefined, after: T | undefined): boolean {
  return areKnown(before, after) && JSON.stringify(before) !== JSON.stringify(after);
}

/** The keys of what a list had and has no more; none as long as something of it is unknown. */
export function gone<T>(
  before: readonly T[] | undefined,
  after: readonly T[] | undefined,
  keyOf: (item: T) => string,
): string[] {
  if (!areKnown(before, after)) return [];
  const left = new Set(after?.map(keyOf));
  return [...new Set(before?.map(keyOf))].filter((key) => !left.has(key));
}

/** `ARGUMENT changes from "a" to "b"`. */
export function change(argument: string, before: unknown, after: unknown): string {
  return `${argument} changes from ${shown(before)} to ${shown(after)}`;
}

/** A sentence of a condition on the readers' organization that is new; none where it is not. */
export function organizationLosses(
  { organizationId: before }: { organizationId?: string },
  { organizationId: after }: { organizationId?: string },
): string[] {
  if (after === undefined || !changed(before, after)) return [];
  return [`organizationId: readers of accounts outside organization ${after} are cut off`];
}

function areKnown(...values: unknown[]): boolean {
  return !values.some(hasUnknown);
}

function hasUnknown(value: unknown): boolean {
  if (pulumi.isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnknown);
}
