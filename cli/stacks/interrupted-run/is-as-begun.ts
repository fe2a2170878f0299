import { isDeepStrictEqual } from "node:util";
import { policyDifference } from "../policies/policy-difference";
import type { MadeResource } from "./find-by-name";

/** By how much the clock of this machine may be ahead of AWS's. In milliseconds. */
const CLOCKS = 30_000;

/** Whether AWS has made what was begun with these inputs at that time, and nobody has used it since. */
export function isAsBegun(
  { created, hasValue, inputs: found }: MadeResource,
  asked: Record<string, unknown>,
  began: Date,
): boolean {
  if (!created || created.getTime() < began.getTime() - CLOCKS || hasValue) return false;
  return Object.entries(found).every(([name, value]) => {
    const isSame = SAME[name] ?? isDeepStrictEqual;
    return isSame(value || undefined, asked[name] || undefined);
  });
}

/** How two values of an input are compared that AWS may write otherwise, or leave out. */
const SAME: Record<string, (one: unknown, other: unknown) => boolean> = {
  path: (one = "/", other = "/") => one === other,
  tags: (one = {}, other = {}) => isDeepStrictEqual(ownTags(one), ownTags(other)),
  assumeRolePolicy: isSamePolicy,
  kmsKeyId: isSameKey,
  targetKeyId: isSameKey,
};

/** Tags without those that AWS sets itself. */
function ownTags(tags: unknown): object {
  return Object.fromEntries(
    Object.entries(tags as object).filter(([key]) => !key.startsWith("aws:")),
  );
}

function isSamePolicy(found: unknown, asked: unknown): boolean {
  // One that is made from secret values is told by the engine as such, and encrypted in a state.
  if (typeof asked !== "string" || asked === "[secret]") return false;
  return policyDifference(textOf(found), asked) === undefined;
}

/** One may be an ARN, the other an id. */
function isSameKey(one: unknown, other: unknown): boolean {
  return textOf(one)?.split("/").at(-1) === textOf(other)?.split("/").at(-1);
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
