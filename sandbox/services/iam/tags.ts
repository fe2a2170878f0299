import { AwsError } from "../../wire/messages/operation";
import { limitExceeded } from "./errors";
import { invalid, list } from "./input";

const LIMIT = 50;
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Reads `Tags` of an input. */
export function readTags(input: Record<string, unknown>): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const entry of list(input, "Tags")) {
    const { Key: key, Value: value } = (entry ?? {}) as Record<string, unknown>;
    if (typeof key !== "string" || !KEY.test(key)) {
      throw invalid("Tags.member.Key", String(key), `Member must satisfy ${KEY.source}`);
    }
    if (typeof value !== "string" || !VALUE.test(value)) {
      throw invalid("Tags.member.Value", "a value", `Member must satisfy ${VALUE.source}`);
    }
    if (/^aws:/i.test(key) || key === "__proto__") {
      throw new AwsError("InvalidInput", `The tag key ${key} is reserved`);
    }
    if (findKey(tags, key) !== undefined) {
      throw new AwsError(
        "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
    }
    tags[key] = value;
  }
  return tags;
}

/** Tags with others laid over them; keys are the same without regard to case. */
export function mergeTags(
  before: Record<string, string>,
  added: Record<string, string>,
): Record<string, string> {
  const merged = { ...before };
  for (const [key, value] of Object.entries(added)) {
    const known = findKey(merged, key);
    if (known !== undefined) delete merged[known];
    merged[key] = value;
  }
  if (Object.keys(merged).length > LIMIT) {
    throw limitExceeded("The number of tags has reached the maximum limit.");
  }
  return merged;
}

/** Tags without the keys named. */
export function withoutTags(
  before: Record<string, string>,
  keys: string[],
): Record<string, string> {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(before).filter(([key]) => !gone.has(key.toLowerCase())));
}

/** Tags as IAM answers them. */
export function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The condition keys that tags make in the request that sets them. */
export function requestTagContext(tags: Record<string, string>): Record<string, string | string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return {
    ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ""])),
    "aws:TagKeys": keys,
  };
}

function findKey(tags: Record<string, string>, key: string): string | undefined {
  return Object.keys(tags).find((known) => known.toLowerCase() === key.toLowerCase());
}
