import type { Input } from "../../operations/input/input";
import {
  readTagPairs,
  readTags,
  TAG_LIMIT,
  type TagRules,
  type Tags,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";

/** What Secrets Manager says of tags that it does not take. */
export const SECRET_TAGS: TagRules = {
  reserved: (key) => invalid(`tag keys must not begin with aws:, got ${key}`),
  repeated: (key) => invalid(`tag keys must be unique, got ${key} twice`),
  tooMany: () => invalid(`a secret may carry at most ${TAG_LIMIT} tags`),
};

/** Reads a list of `Key` and `Value`. */
export function readSecretTags(input: Input): Tags {
  return readTags(readTagPairs(input), SECRET_TAGS);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
