import { requestTagContext } from "../../identity/policies/request-tags";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import {
  addTags,
  readTagPairs,
  readTags,
  removeTags,
  TAG_LIMIT,
  type TagRules,
  type Tags,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";
import { authorisedKey, changeKey } from "./change-key";
import { requireNotPendingDeletion } from "./key-state";
import type { KmsRequest } from "./kms-context";

/** What KMS says of tags that it does not take. */
const KEY_TAGS: TagRules = {
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

export function tagResource(request: KmsRequest) {
  const added = readKeyTags(request.input);
  changeKey(
    request,
    (key) => {
      requireNotPendingDeletion(key);
      return { ...key, tags: addTags(key.tags, added, KEY_TAGS) };
    },
    requestTagContext(added),
  );
}

export function untagResource(request: KmsRequest) {
  const removed = request.input.texts("TagKeys");
  changeKey(
    request,
    (key) => {
      requireNotPendingDeletion(key);
      return { ...key, tags: removeTags(key.tags, removed, KEY_TAGS) };
    },
    removed.length > 0 ? { "aws:TagKeys": removed } : {},
  );
}

export function listResourceTags(request: KmsRequest) {
  const { tags } = authorisedKey(request);
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const { items, more } = cutPage(sorted, request.input, PAGES.kms, 50, ([key]) => key);
  return { Tags: keyTagList(items), ...more };
}
