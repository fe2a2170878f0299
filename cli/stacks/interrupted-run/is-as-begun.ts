import { isDeepStrictEqual } from "node:util";
import { policyDifference } from "../policies/policy-difference";
import type { MadeResource } from "./find-by-name";

/** How far this machine's clock may be ahead of AWS's. */
const CLOCKS = 30_000;

/** Whether AWS created what was begun with these inputs at that time, and nobody has used it since. */
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

/** How to compare values that AWS may write differently or leave out. */
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
  // The engine marks values that come from secrets, and encrypts them in the state.
  if (typeof asked !== "string" || asked === "[secret]") return false;
  return policyDifference(textOf(found), asked) === undefined;
}

/** Whether two keys are the same; one may be an ARN and the other an id. */
function isSameKey(one: unknown, other: unknown): boolean {
  return textOf(one)?.split("/").at(-1) === textOf(other)?.split("/").at(-1);
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
