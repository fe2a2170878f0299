import type { AccessDocuments } from "../../domain/documents";
import { describeReader } from "../../domain/principal-kind";
import { tagsAskedIn } from "./asked-tags";

/** What documents say beside names; a field of a reader may be called so. */
export const WORDS = new Set(["Allow", "Deny", "2008-10-17", "2012-10-17"]);

/** Names of readers and their sources, which documents may mention without an ARN. */
export function readerNames({
  associations,
  grants,
  principalKind: kind,
}: AccessDocuments): Set<string> {
  const readers = [...(associations ?? []), ...(grants ?? []).map(({ reader }) => reader)];
  return new Set(
    readers.flatMap((one) => {
      const { fixedTags, source } = describeReader(kind, one);
      return Object.values(fixedTags).filter((value) => value !== source);
    }),
  );
}

/** Values that look like nothing else that conditions compare: no ARN, account, organization or service. */
const PLAIN = /^[A-Za-z][\w-]*$/;

/**
 * Values of tags that mean nothing but that something else has the same value: what conditions of a slice compare them with, is written
 * in its shape. Control policies may not be, so that there are none where these ask for tags; nor are other values of the organization,
 * and those of grants are no names.
 */
export function namesInTags({ keys, organization, ...others }: AccessDocuments): Set<string> {
  const unwritten = JSON.stringify([organization, (keys ?? []).map(({ grants }) => grants)]);
  if (tagsAskedIn(unwritten).length > 0) return new Set();
  const { parameters, roles, secrets, users } = others;
  const tagged = [keys, parameters, roles, secrets, users].flatMap((list) => list ?? []);
  const values = tagged.flatMap(({ tags }) => Object.values(tags ?? {}));
  const taken = new Set([...WORDS, ...unwritten.split('"')]);
  return new Set(values.filter((value) => PLAIN.test(value) && !taken.has(value)));
}
