import type { Identity } from "../../identity/records/iam-records";
import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { authorisedIdentity, type IdentityKind, saveIdentity } from "./identities";
import { list } from "./input";
import { page } from "./page";
import { mergeTags, readTags, requestTagContext, tagList, withoutTags } from "./tags";

/** Tags of roles or users. */
export function taggingOperations<T extends Identity>(
  platform: Platform,
  kind: IdentityKind<T>,
): Record<string, Operation> {
  const { store } = platform;
  const { label } = kind;
  return {
    [`Tag${label}`]: (call, input) => {
      const tags = readTags(input);
      store.transaction((writer) => {
        const context = requestTagContext(tags);
        const identity = authorisedIdentity(platform, call, kind, input, `Tag${label}`, context);
        saveIdentity(writer, kind, { ...identity, tags: mergeTags(identity.tags, tags) });
      });
      return {};
    },
    [`Untag${label}`]: (call, input) => {
      const keys = list(input, "TagKeys").map(String);
      store.transaction((writer) => {
        const context = { "aws:TagKeys": keys };
        const identity = authorisedIdentity(platform, call, kind, input, `Untag${label}`, context);
        saveIdentity(writer, kind, { ...identity, tags: withoutTags(identity.tags, keys) });
      });
      return {};
    },
    [`List${label}Tags`]: (call, input) => {
      const { tags } = authorisedIdentity(platform, call, kind, input, `List${label}Tags`);
      const { items, ...rest } = page(tagList(tags), input);
      return { Tags: items, ...rest };
    },
  };
}
