import type { ObjectFacts } from "../facts/account-facts";
import type { EntryId, Finding } from "../step";
import { type Own, once, orRight, wrong } from "./findings";

/** What is found of each; right where nothing is. */
export function ofEach(
  objects: readonly ObjectFacts[],
  find: (of: ObjectFacts) => Finding | undefined,
): Finding[] {
  return orRight(once(objects.flatMap((one) => find(one) ?? [])));
}

/** That a secret or parameter is wrong. `how`: in what way, after its name. */
export function wrongOf(
  { grant: { kind, reader, target } }: ObjectFacts,
  cause: EntryId,
  how: string,
  own: Own = {},
): Finding {
  const names = { name: target.name, ...own.names };
  return wrong(reader, cause, `${kind} ${target.id}${how}`, { ...own, names });
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
