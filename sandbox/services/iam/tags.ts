import { requestTagContext } from "../../identity/policies/request-tags";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Calling, Request } from "../../operations/service";
import {
  addTags,
  readTags as readPairs,
  removeTags,
  type TagRules,
  type Tags,
  tagList,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";
import { limitExceeded } from "./errors";
import { authorisedIdentity, changeIdentity, type IdentityKind } from "./identities";

const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** What IAM says of tags that it does not take. */
export const IAM_TAGS: TagRules = {
  reservedKeys: /^[aA][wW][sS]:|^__proto__$/,
  reserved: (key) => new AwsError("InvalidInput", `The tag key ${key} is reserved`),
  repeated: () =>
    new AwsError(
      "InvalidInput",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ),
  tooMany: () => limitExceeded("The number of tags has reached the maximum limit."),
  ignoresCase: true,
};

/** Reads `Tags` of an input. */
export function readTags(input: Input): Tags {
  const pairs = input.list("Tags").map((entry): [string, string] => {
    const { Key: key, Value: value } = input.inside(entry).members;
    if (typeof key !== "string" || !KEY.test(key)) {
      throw input.refuse("Tags.member.Key", `Member must satisfy ${KEY.source}`, key);
    }
    if (typeof value !== "string" || !VALUE.test(value)) {
      throw input.refuse("Tags.member.Value", `Member must satisfy ${VALUE.source}`, "a value");
    }
    return [key, value];
  });
  return readPairs(pairs, IAM_TAGS);
}

/** Checks that the caller may give what it creates these tags, too. */
export function authoriseNewTags(
  { platform, call }: Calling,
  action: string,
  resource: string,
  tags: Tags,
): void {
  if (Object.keys(tags).length === 0) return;
  platform.authorise(call, { action, resource, context: requestTagContext(tags) });
}

/** Reads `TagKeys` of an input. */
export function readTagKeys(input: Input): string[] {
  return input.optionalTexts("TagKeys") ?? [];
}

export function tagIdentity(request: Request, kind: IdentityKind) {
  const added = readTags(request.input);
  changeIdentity(
    request,
    kind,
    (identity) => ({ ...identity, tags: addTags(identity.tags, added, IAM_TAGS) }),
    requestTagContext(added),
  );
}

export function untagIdentity(request: Request, kind: IdentityKind) {
  const keys = readTagKeys(request.input);
  changeIdentity(
    request,
    kind,
    (identity) => ({ ...identity, tags: removeTags(identity.tags, keys, IAM_TAGS) }),
    { "aws:TagKeys": keys },
  );
}

export function listIdentityTags(request: Request, kind: IdentityKind) {
  return tagPage(authorisedIdentity(request, kind).tags, request.input);
}

/** A page of tags as IAM answers it. */
export function tagPage(tags: Tags, input: Input): Record<string, unknown> {
  const { items, more } = cutPage(tagList(tags), input, PAGES.iam, 1000);
  return { Tags: items, ...more };
}
