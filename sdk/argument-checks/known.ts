import * as pulumi from "@pulumi/pulumi";

import { isLater } from "./late-values";

/** What is known of a value while its outputs are not. */
export type Known<T> = DeepPartial<pulumi.Unwrap<T>>;

type DeepPartial<T> = T extends (infer U)[]
  ? DeepPartial<U>[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/**
 * The part of some arguments that is known. A property whose value is an output, a promise, or unknown to a preview is there, with
 * the value undefined; one that was not given is not there.
 */
export function known<T>(args: T): Known<T> {
  return plain(args) as Known<T>;
}

function plain(value: unknown): unknown {
  if (isLater(value) || pulumi.isUnknown(value)) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

/** Whether nothing of what `known` returned is left to be known. */
export function isKnown(value: unknown): boolean {
  if (value === null || typeof value !== "object") return value !== undefined;
  return Object.values(value).every(isKnown);
}
