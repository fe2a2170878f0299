import * as pulumi from "@pulumi/pulumi";
import { isMapping } from "iam-proof/collections";

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
