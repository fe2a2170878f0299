import type { Gap } from "iam-proof";
import { changesBetween } from "./changes-between";
import type { SourceDocuments } from "./source-documents";

/** Answers that are looked for before documents that go on changing are left open. */
const MOST_ANSWERS = 3;

/**
 * Answers about documents, and reads those of accounts once more afterwards. If they were the same at both readings, then all
 * of them were so at one moment, and the answer is about it. If not, it answers anew, about what was read last: whoever asked
 * has an answer then, and need not ask again. What still changes at the last answer is a gap.
 */
export async function answerSteadily<Answer>(
  sources: SourceDocuments[],
  answer: (sources: SourceDocuments[]) => Promise<Answer>,
): Promise<{ sources: SourceDocuments[]; answer: Answer }> {
  let read = sources;
  for (let left = MOST_ANSWERS - 1; ; left--) {
    const found = await answer(read);
    const later = await Promise.all(read.map((one) => one.live?.again() ?? one));
    const compared = read.map((one, index) => compare(one, later[index] ?? one));
    const isSteady = compared.every(({ changes }) => changes.length === 0);
    if (isSteady || left === 0) return { sources: compared.map(withChanges), answer: found };
    read = compared.map(({ changes: [change], second }) =>
      change ? { ...second, notes: [...second.notes, changeNote(change)] } : second,
    );
  }
}

function changeNote({ reason }: Gap): string {
  return `${reason}: the answer was looked for anew, and is about what was read last`;
}

interface Compared {
  first: SourceDocuments;
  second: SourceDocuments;
  changes: Gap[];
}

function compare(first: SourceDocuments, second: SourceDocuments): Compared {
  return { first, second, changes: first === second ? [] : changesBetween(first, second) };
}

/** The documents that were answered about, with the time of both readings, and with what was other at the second. */
function withChanges({ changes, first, second }: Compared): SourceDocuments {
  if (!first.live || !second.live) return first;
  return {
    ...first,
    gaps: [...(first.gaps ?? []), ...changes],
    live: { ...first.live, to: second.live.to },
  };
}
