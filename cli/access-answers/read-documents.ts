import type { AccessDocuments } from "eks-pod-secrets/access";
import type { Gap, RequestPrincipal } from "iam-proof";
import { answerSteadily } from "../documents/answer-steadily";
import { readSource } from "../documents/source";
import type { SourceDocuments } from "../documents/source-documents";
import { type SourceOptions, sourceOf } from "../documents/source-options";
import { type LiveAnswer, liveAnswer } from "../proof/live-answer";
import { oneLock } from "../proof/one-lock";
import { type Assumed, assumedIn, becomesOf } from "./assumed";

/** Documents that include everyone who might read. */
type ReadingDocuments = SourceDocuments & { all: AccessDocuments };

interface Found {
  result: "complete" | "unknown";
  reason?: string;
}

interface Readings extends Found {
  found: { principal: RequestPrincipal }[];
}

/** A list that is incomplete if a gap in the documents could make it longer. */
export type Listed<Answer extends Found> = LiveAnswer &
  Omit<Answer, "result" | "reason"> &
  Pick<Found, "result" | "reason">;

/** Answers about the documents that the options name. `gapsOf`: the gaps that make the answer incomplete. By default, all. */
export async function answerReadings<Answer extends Readings>(
  options: SourceOptions,
  answer: (source: ReadingDocuments) => Promise<Answer>,
  gapsOf: (gaps: Gap[], source: SourceDocuments) => Gap[] = (gaps) => gaps,
): Promise<{ source: SourceDocuments; answer: Assumed & Listed<Answer> & { notes: string[] } }> {
  const read = await readSource(sourceOf(options));
  const found = await answerSteadily([read], ([one]) => {
    const source = one as SourceDocuments;
    return answer({ ...source, all: source.everyone ?? source.documents });
  });
  const [source] = found.sources as [SourceDocuments];
  const listed = withoutGaps(found.answer, gapsOf(source.gaps ?? [], source));
  const all = source.everyone ?? source.documents;
  const named = listed.found.map((one) => ({ ...one, ...becomesOf(all, one.principal) }));
  return {
    source,
    answer: {
      ...listed,
      found: named,
      ...assumedIn(all),
      notes: [...source.notes, ...oneLock(source.documents)],
      ...liveAnswer([source]),
    },
  };
}

/** The list, marked as incomplete if a gap could make it longer. */
export function withoutGaps<Answer extends Found>(answer: Answer, gaps: Gap[]): Listed<Answer> {
  const [first] = gaps;
  if (!first || answer.result === "unknown") return answer;
  const more = gaps.length > 1 ? ` (and ${gaps.length - 1} more)` : "";
  return { ...answer, result: "unknown", reason: `${first.reason}${more}` };
}
