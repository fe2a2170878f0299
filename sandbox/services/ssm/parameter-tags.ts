import type { Input } from "../../operations/input/member";
import { requiredString, structures } from "../../operations/input/member";
import type { Tags } from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";

const LIMIT = 50;

/** Reads a list of `Key` and `Value`. Throws `ValidationException` for keys that AWS keeps, or that come twice. */
export function readParameterTags(input: Input): Tags {
  const pairs = structures(input, "Tags", { max: 1000 }).map((tag): [string, string] => [
    requiredString(tag, "Key", { min: 1, max: 128 }),
    requiredString(tag, "Value", { max: 256 }),
  ]);
  for (const [index, [key]] of pairs.entries()) {
    if (/^aws:/i.test(key) || pairs.findIndex(([other]) => other === key) !== index) {
      throw new AwsError(
        "ValidationException",
        `tag keys must be unique and not begin with aws:, got ${key}`,
      );
    }
  }
  return checkTagCount(Object.fromEntries(pairs));
}

/** Throws `TooManyTagsError` where `tags` are more than a parameter may carry. */
export function checkTagCount(tags: Tags): Tags {
  if (Object.keys(tags).length > LIMIT) {
    throw new AwsError("TooManyTagsError", `a parameter may carry at most ${LIMIT} tags`);
  }
  return tags;
}
