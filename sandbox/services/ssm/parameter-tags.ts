import type { Input } from "../../operations/input/input";
import {
  readTagPairs,
  readTags,
  TAG_LIMIT,
  type TagRules,
  type Tags,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";

const wrongKey = (key: string) =>
  new AwsError(
    "ValidationException",
    `tag keys must be unique and not begin with aws:, got ${key}`,
  );

/** What Parameter Store says of tags that it does not take. */
export const PARAMETER_TAGS: TagRules = {
  reserved: wrongKey,
  repeated: wrongKey,
  tooMany: () =>
    new AwsError("TooManyTagsError", `a parameter may carry at most ${TAG_LIMIT} tags`),
};

/** Reads a list of `Key` and `Value`. */
export function readParameterTags(input: Input): Tags {
  return readTags(readTagPairs(input, { limits: { max: 1000 } }), PARAMETER_TAGS);
}
