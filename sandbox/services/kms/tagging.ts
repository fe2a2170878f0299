import { requestTagContext } from "../../identity/policies/request-tags";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { addTags, removeTags } from "../../operations/tags/tags";
import { authorisedKey, changeKey } from "./change-key";
import { requireNotPendingDeletion } from "./key-state";
import { KEY_TAGS, keyTagList, readKeyTags } from "./key-tags";
import type { KmsContext } from "./kms-context";

export function tagResource(kms: KmsContext, request: Request) {
  const added = readKeyTags(request.input);
  changeKey(
    kms,
    request,
    (key) => {
      requireNotPendingDeletion(key);
      return { ...key, tags: addTags(key.tags, added, KEY_TAGS) };
    },
    requestTagContext(added),
  );
}

export function untagResource(kms: KmsContext, request: Request) {
  const removed = request.input.texts("TagKeys");
  changeKey(
    kms,
    request,
    (key) => {
      requireNotPendingDeletion(key);
      return { ...key, tags: removeTags(key.tags, removed, KEY_TAGS) };
    },
    removed.length > 0 ? { "aws:TagKeys": removed } : {},
  );
}

export function listResourceTags(kms: KmsContext, request: Request) {
  const { tags } = authorisedKey(kms, request);
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const { items, more } = cutPage(sorted, request.input, PAGES.kms, 50, ([key]) => key);
  return { Tags: keyTagList(items), ...more };
}
