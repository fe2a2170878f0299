import type { Identity } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { type TagChange, Tagging, type Tags, tagList } from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages";
import { limitExceeded } from "./errors";
import { authorisedIdentity, changeIdentity, type IdentityKind } from "./identities";

const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const IAM_TAGS = new Tagging({
  reservedKeys: /^[aA][wW][sS]:|^__proto__$/,
  reserved: (key) => new AwsError("InvalidInput", `The tag key ${key} is reserved`),
  repeated: () =>
    new AwsError(
      "InvalidInput",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ),
  tooMany: () => limitExceeded("The number of tags has reached the maximum limit."),
  ignoresCase: true,
});

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
  return IAM_TAGS.read(pairs);
}

export function addedTags({ input }: Request): TagChange {
  return IAM_TAGS.adding(readTags(input));
}

export function removedTags({ input }: Request): TagChange {
  return IAM_TAGS.removing(input.optionalTexts("TagKeys") ?? []);
}

export function tagIdentity(request: Request, kind: IdentityKind) {
  changeTags(request, kind, addedTags(request));
}

export function untagIdentity(request: Request, kind: IdentityKind) {
  changeTags(request, kind, removedTags(request));
}

function changeTags(request: Request, kind: IdentityKind, { context, of }: TagChange): void {
  const retag = (identity: Identity) => ({ ...identity, tags: of(identity.tags) });
  changeIdentity(request, kind, retag, context);
}

export function listIdentityTags(request: Request, kind: IdentityKind) {
  return tagPage(authorisedIdentity(request, kind).tags, request.input);
}

export function tagPage(tags: Tags, input: Input): Record<string, unknown> {
  const { items, more } = cutPage(tagList(tags), input, PAGES.iam, 1000);
  return { Tags: items, ...more };
}
