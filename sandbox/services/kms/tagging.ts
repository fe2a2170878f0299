import { requiredStrings } from "../../operations/input/member";
import { addTags, removeTags, requestTagContext } from "../../operations/tags/tags";
import type { Operation } from "../../wire/messages/operation";
import { authorisedKey, changeKey } from "./change-key";
import { requireNotPendingDeletion } from "./key-state";
import { checkTagLimit, readKeyTags } from "./key-tags";
import type { KmsContext } from "./kms-context";
import { cut, marker } from "./listings";

/** `TagResource` */
export function tagResource(context: KmsContext): Operation {
  return (call, input) => {
    const added = readKeyTags(input);
    const change = requestTagContext(added);
    changeKey(
      context,
      call,
      input,
      "TagResource",
      (key) => {
        requireNotPendingDeletion(key);
        const tags = addTags(key.tags, added);
        checkTagLimit(tags);
        return { ...key, tags };
      },
      change,
    );
  };
}

/** `UntagResource` */
export function untagResource(context: KmsContext): Operation {
  return (call, input) => {
    const removed = requiredStrings(input, "TagKeys");
    changeKey(
      context,
      call,
      input,
      "UntagResource",
      (key) => {
        requireNotPendingDeletion(key);
        return { ...key, tags: removeTags(key.tags, removed) };
      },
      removed.length > 0 ? { "aws:TagKeys": removed } : {},
    );
  };
}

/** `ListResourceTags` */
export function listResourceTags(context: KmsContext): Operation {
  return (call, input) => {
    const { tags } = authorisedKey(context, call, input, "ListResourceTags");
    const shown = cut(Object.entries(tags).sort(byKey), ([key]) => key, input, 50);
    return {
      Tags: shown.items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      ...marker(shown),
    };
  };
}

function byKey([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
