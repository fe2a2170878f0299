import type { Input } from "../../operations/input/member";
import { requiredString, structures } from "../../operations/input/member";
import type { Tags } from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";

/** Tags that one key may carry. */
const TAG_LIMIT = 50;

/** Reads a list of `TagKey` and `TagValue`. Throws `TagException` for keys that AWS keeps, or that come twice. */
export function readKeyTags(input: Input): Tags {
  const pairs = structures(input, "Tags").map((tag): [string, string] => [
    requiredString(tag, "TagKey", { min: 1, max: 128 }),
    requiredString(tag, "TagValue", { max: 256 }),
  ]);
  for (const [index, [key]] of pairs.entries()) {
    if (/^aws:/i.test(key)) {
      throw new AwsError("TagException", `tag keys must not begin with aws:, got ${key}`);
    }
    if (pairs.findIndex(([other]) => other === key) !== index) {
      throw new AwsError("TagException", `tag keys must be unique, got ${key} twice`);
    }
  }
  return Object.fromEntries(pairs);
}

/** Throws `LimitExceededException` where `tags` are more than a key may carry. */
export function checkTagLimit(tags: Tags): void {
  if (Object.keys(tags).length > TAG_LIMIT) {
    throw new AwsError("LimitExceededException", `a key may carry at most ${TAG_LIMIT} tags`);
  }
}
