import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import {
  readTagPairs,
  TAG_LIMIT,
  type TagChange,
  Tagging,
  type Tags,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages";
import { authorisedKey, changeKey } from "./authorise-key";
import { type KeyRecord, requireNotPendingDeletion } from "./key-record";
import type { KmsRequest } from "./kms-context";

const KEY_TAGS = new Tagging({
  reserved: (key) => new AwsError("TagException", `tag keys must not begin with aws:, got ${key}`),
  repeated: (key) => new AwsError("TagException", `tag keys must be unique, got ${key} twice`),
  tooMany: () =>
    new AwsError("LimitExceededException", `a key may carry at most ${TAG_LIMIT} tags`),
});

export function readKeyTags(input: Input): Tags {
  return KEY_TAGS.read(readTagPairs(input, { key: "TagKey", value: "TagValue" }));
}

export function keyTagList(tags: [key: string, value: string][]) {
  return tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

export function tagResource(request: KmsRequest) {
  changeTags(request, KEY_TAGS.adding(readKeyTags(request.input)));
}

export function untagResource(request: KmsRequest) {
  changeTags(request, KEY_TAGS.removing(request.input.texts("TagKeys")));
}

function changeTags(request: KmsRequest, change: TagChange): void {
  const retag = (key: KeyRecord) => {
    requireNotPendingDeletion(key);
    return { ...key, tags: change.of(key.tags) };
  };
  changeKey(request, retag, change.context);
}

export function listResourceTags(request: KmsRequest) {
  const { tags } = authorisedKey(request);
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const { items, more } = cutPage(sorted, request.input, PAGES.kms, 50, ([key]) => key);
  return { Tags: keyTagList(items), ...more };
}
