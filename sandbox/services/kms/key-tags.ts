import type { Input } from "../../operations/input/input";
import {
  readTagPairs,
  readTags,
  TAG_LIMIT,
  type TagRules,
  type Tags,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";

/** What KMS says of tags that it does not take. */
export const KEY_TAGS: TagRules = {
  reserved: (key) => new AwsError("TagException", `tag keys must not begin with aws:, got ${key}`),
  repeated: (key) => new AwsError("TagException", `tag keys must be unique, got ${key} twice`),
  tooMany: () =>
    new AwsError("LimitExceededException", `a key may carry at most ${TAG_LIMIT} tags`),
};

/** Reads a list of `TagKey` and `TagValue`. */
export function readKeyTags(input: Input): Tags {
  return readTags(readTagPairs(input, { key: "TagKey", value: "TagValue" }), KEY_TAGS);
}

/** Tags as KMS lists them. */
export function keyTagList(tags: [key: string, value: string][]) {
  return tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}
