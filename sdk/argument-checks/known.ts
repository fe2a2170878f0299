import * as pulumi from "@pulumi/pulumi";

/** What is known of a value while its outputs are not. */
export type Known<T> = DeepPartial<pulumi.Unwrap<T>>;

type DeepPartial<T> = T extends (infer U)[]
  ? DeepPartial<U>[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/**
 * The plain part of some arguments, so that mistakes are found before registration. A property whose value is an output or promise
 * is there, with the value undefined; one that was not given is not there.
 */
export function known<T>(args: T): Known<T> {
  return plain(args) as Known<T>;
}

function plain(value: unknown): unknown {
  if (isLater(value)) return undefined;
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

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
