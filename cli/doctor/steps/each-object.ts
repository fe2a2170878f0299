import type { FoundObject, KeyFacts, ObjectFacts } from "../facts/account-facts";
import { notSeen } from "../facts/seen";
import type { EntryId, Finding, Seen } from "../step";
import { type Own, orRight, wrong } from "./findings";

/** What is found of each that was seen; right where nothing is. */
export function ofEach<Fact extends "key" | "object">(
  objects: readonly ObjectFacts[],
  fact: Fact,
  find: (
    value: Fact extends "key" ? KeyFacts | undefined : FoundObject | undefined,
    of: ObjectFacts,
  ) => Finding | undefined,
): Finding[] {
  const found = objects.flatMap((one): Finding[] => {
    const seen = one[fact] as Seen<never>;
    if (!("value" in seen)) return [notSeen(seen)];
    const finding = find(seen.value, one);
    return finding ? [finding] : [];
  });
  return orRight(once(found));
}

/** That a secret or parameter is wrong. `how`: in what way, after its name. */
export function wrongOf(
  { grant }: ObjectFacts,
  cause: EntryId,
  how: string,
  own: Own = {},
): Finding {
  const { kind, reader, target } = grant;
  const names = { [kind]: target.id, name: target.name, ...own.names };
  return wrong(reader, cause, `${kind} ${target.id}${how}`, { ...own, names });
}

/** What is found of an object in several regions alike, said once. */
export function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()];
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
