import type { Input } from "../../operations/input/member";
import { requiredString, structures } from "../../operations/input/member";
import type { Tags } from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";

const LIMIT = 50;

/** Reads a list of `Key` and `Value`. Throws `InvalidParameterException` for keys that AWS keeps, or that come twice. */
export function readSecretTags(input: Input): Tags {
  const pairs = structures(input, "Tags").map((tag): [string, string] => [
    requiredString(tag, "Key", { min: 1, max: 128 }),
    requiredString(tag, "Value", { max: 256 }),
  ]);
  for (const [index, [key]] of pairs.entries()) {
    if (/^aws:/i.test(key)) {
      throw new AwsError(
        "InvalidParameterException",
        `tag keys must not begin with aws:, got ${key}`,
      );
    }
    if (pairs.findIndex(([other]) => other === key) !== index) {
      throw new AwsError("InvalidParameterException", `tag keys must be unique, got ${key} twice`);
    }
  }
  return checkTagCount(Object.fromEntries(pairs));
}

/** Throws `InvalidParameterException` where `tags` are more than a secret may carry. */
export function checkTagCount(tags: Tags): Tags {
  if (Object.keys(tags).length > LIMIT) {
    throw new AwsError("InvalidParameterException", `a secret may carry at most ${LIMIT} tags`);
  }
  return tags;
}

/** Tags as Secrets Manager lists them. */
export function shownTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
