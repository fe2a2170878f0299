import * as z from "zod";
import { withNames } from "../aws/arn-titles";
import type { SourceDocuments } from "../documents/source-documents";

/** When documents of accounts were read, and what could not be read: part of every answer about them. */
export const liveAnswerShape = {
  read: z
    .object({ from: z.iso.datetime(), to: z.iso.datetime() })
    .optional()
    .describe("When the accounts were read, from the first call to the last. They are read twice."),
  unread: z
    .array(
      z.object({
        call: z
          .string()
          .describe("The action of the call that failed, or whose answer is not understood."),
        account: z.string().describe("Id of the account."),
        about: z.string().describe("What was to be read."),
        problem: z
          .string()
          .describe("What AWS said, or which part of its answer is not understood."),
      }),
    )
    .optional()
    .describe("What could not be read of the accounts. Absent if they were not read."),
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
