import { groupBy } from "iam-proof/collections";
import type { WalkedReader } from "../../doctor/walk/walk";
import type { ReadersAnswer } from "./shape";

/** The answer of `doctor` to walked ways. */
export function readersAnswer(walked: readonly WalkedReader[]): ReadersAnswer {
  const has = (wanted: WalkedReader["result"]) => walked.some(({ result }) => result === wanted);
  return {
    result: has("wrong") ? "wrong" : has("not seen") ? "not seen" : "right",
    readers: walked.map(({ answer, reader, result, steps }) => ({
      reader: reader.id,
      result,
      ...(answer && { answer: withoutResult(answer) }),
      steps,
    })),
    causes: causesOf(walked),
  };
}

function withoutResult({ result: _, ...answer }: NonNullable<WalkedReader["answer"]>) {
  return answer;
}

function causesOf(walked: readonly WalkedReader[]): ReadersAnswer["causes"] {
  const answered = walked.flatMap(({ answer, reader }) =>
    answer ? [{ cause: answer.cause, step: answer.step, reader: reader.id }] : [],
  );
  return groupBy(answered, ({ cause, step }) => `${cause} ${step}`)
    .flatMap(([, [first, ...others]]) =>
      first
        ? [
            {
              cause: first.cause,
              step: first.step,
              readers: [first, ...others].map(({ reader }) => reader),
            },
          ]
        : [],
    )
    .sort((one, other) => other.readers.length - one.readers.length);
}
