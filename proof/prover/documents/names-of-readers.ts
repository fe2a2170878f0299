import type { AccessDocuments } from "../../domain/documents";
import { describeReader } from "../../domain/principal-kind";
import { tagsAskedIn } from "./asked-tags";

/** Words in documents that are not names, although a reader's field may be called so. */
export const WORDS = new Set(["Allow", "Deny", "2008-10-17", "2012-10-17"]);

/** Names of readers and their sources that documents may mention without an ARN. */
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

/** Values that cannot be confused with anything else in conditions: not an ARN, account, organization or service. */
const PLAIN = /^[A-Za-z][\w-]*$/;

/**
 * Tag values that only matter by being equal to others: the values that conditions of a slice compare them with are part of its
 * shape. Control policies may not be, so there are none if these ask for tags. Other values of the organization, and those of
 * grants, are not names.
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
