import { failures, fileFailures, files, hosts, subjects } from "../words.json";

/** Words of one name, each a pattern. They stand in lower case without white space and quotes, as in a packed text. */
type Words = Readonly<Record<string, readonly string[]>>;

/**
 * The subject of a call to AWS, from the words beside an error's code, whatever client wrote it: names of services and operations.
 * The errors in entries use these names.
 */
export const SUBJECTS: Words = subjects;

/** A subject that hands on another service's error under a code of its own, so that any other explanation says more. */
export const WRAPPER = "cloudformation";

/** In the place of a subject: any call to AWS, as a last resort. */
export const ANY = "any";

/**
 * The host that a program called without getting an answer, whatever client says so. The failures in entries use these names.
 * Image registries have a name so that they do not count as other AWS hosts. For a cluster with IPv6, only the name before the
 * region tells that it is a cluster.
 */
export const HOSTS: Words = hosts;

/** Why a host gave no answer. */
export const FAILURES: Words = failures;

/** The files that a pod needs for its secrets and for its credentials, by their usual places. The failures in entries use these names. */
export const FILES: Words = files;

/** Why a program could not use a file. */
export const FILE_FAILURES: Words = fileFailures;

/** What words name, and where they stand. */
export interface Name {
  name: string;
  from: number;
  to: number;
}

/** What words of a text name, in their order. */
export function namesIn(text: string, names: RegExp): Name[] {
  return [...text.matchAll(names)].flatMap(({ 0: word, groups, index }) => {
    const name = nameOf(groups);
    return name === undefined ? [] : { name, from: index, to: index + word.length };
  });
}

/** The name of the group that matched. */
export function nameOf(groups: Record<string, string | undefined> = {}): string | undefined {
  return Object.keys(groups).find((name) => groups[name] !== undefined);
}

/** A pattern that finds words and names them. */
export function wordsNamed(names: Words): RegExp {
  const groups = Object.entries(names).map(([name, words]) => `(?<${name}>${words.join("|")})`);
  return new RegExp(groups.join("|"), "g");
}
