import * as z from "zod";
import { withNames } from "../aws/arn-titles";
import type { SourceDocuments } from "../documents/source-documents";
import { object, objects, text } from "../terminal/answer-shapes";

/** When documents of accounts were read, and what could not be read: part of every answer about them. */
export const liveAnswerShape = {
  read: object(
    "When the accounts were read, from the first call to the last. They are read twice.",
    { from: z.iso.datetime(), to: z.iso.datetime() },
  ).optional(),
  unread: objects("What could not be read of the accounts. Absent if they were not read.", {
    call: text("The action of the call that failed, or whose answer is not understood."),
    account: text("Id of the account."),
    about: text("What was to be read."),
    problem: text("What AWS said, or which part of its answer is not understood."),
  }).optional(),
};

export type LiveAnswer = z.infer<z.ZodObject<typeof liveAnswerShape>>;

/** When the sources that are accounts were read, and what could not be read. */
export function liveAnswer(sources: SourceDocuments[]): LiveAnswer {
  const live = sources.flatMap((one) => one.live ?? []);
  if (live.length === 0) return {};
  const times = live.flatMap(({ from, to }) => [from.getTime(), to.getTime()]);
  const unread = live.flatMap((one) =>
    one.unread.map(({ about, account, call, problem }) => ({ call, account, about, problem })),
  );
  return {
    read: {
      from: new Date(Math.min(...times)).toISOString(),
      to: new Date(Math.max(...times)).toISOString(),
    },
    unread: [...new Map(unread.map((one) => [JSON.stringify(one), one])).values()],
  };
}

/** The same as lines of text. */
export function liveLines({ read, unread = [] }: LiveAnswer, most = 20): string[] {
  if (!read) return [];
  const hidden = unread.length - most;
  return [
    `from ${read.from} to ${read.to}, each document twice; what was not the same both times is unknown`,
    ...unread
      .slice(0, most)
      .map(
        ({ about, account, call, problem }) =>
          `left open: ${withNames(about)} in account ${account}, by ${call}: ${problem}`,
      ),
    ...(hidden > 0 ? [`and ${hidden} more reads that failed; --json lists all`] : []),
  ];
}
