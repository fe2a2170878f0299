import { requestTagContext } from "../../identity/policies/request-tags";
import type { Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import {
  addTags,
  readTagPairs,
  readTags,
  removeTags,
  TAG_LIMIT,
  type TagRules,
  type Tags,
} from "../../operations/tags/tags";

import type { EncryptingRequest } from "../kms/encrypting-platform";
import { changeSecret } from "./change-secret";

/** What Secrets Manager says of tags that it does not take. */
const SECRET_TAGS: TagRules = {
  reserved: (key) => invalidParameter(`tag keys must not begin with aws:, got ${key}`),
  repeated: (key) => invalidParameter(`tag keys must be unique, got ${key} twice`),
  tooMany: () => invalidParameter(`a secret may carry at most ${TAG_LIMIT} tags`),
};

/** Reads a list of `Key` and `Value`. */
export function readSecretTags(input: Input): Tags {
  return readTags(readTagPairs(input), SECRET_TAGS);
}

export function tagResource(request: EncryptingRequest) {
  const added = readSecretTags(request.input);
  changeSecret(
    request,
    (secret) => ({ ...secret, tags: addTags(secret.tags, added, SECRET_TAGS) }),
    requestTagContext(added),
  );
}

export function untagResource(request: EncryptingRequest) {
  const removed = request.input.texts("TagKeys");
  changeSecret(
    request,
    (secret) => ({ ...secret, tags: removeTags(secret.tags, removed, SECRET_TAGS) }),
    removed.length > 0 ? { "aws:TagKeys": removed } : {},
  );
}
