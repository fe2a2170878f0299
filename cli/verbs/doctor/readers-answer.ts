import { groupBy } from "iam-proof/collections";
import type { WalkedReader } from "../../doctor/step";
import type { ReadersAnswer } from "./shape";

/** The answer of `doctor` to walked ways. */
export function readersAnswer(readers: WalkedReader[]): ReadersAnswer {
  const has = (wanted: WalkedReader["result"]) => readers.some(({ result }) => result === wanted);
  return {
    result: has("wrong") ? "wrong" : has("not seen") ? "not seen" : "right",
    readers,
    causes: causesOf(readers),
  };
}

function causesOf(readers: readonly WalkedReader[]): ReadersAnswer["causes"] {
  const answered = readers.flatMap(({ answer, reader }) => (answer ? [{ ...answer, reader }] : []));
  return groupBy(answered, ({ cause, step }) => `${cause} ${step}`)
    .flatMap(([, those]) =>
      those.slice(0, 1).map(({ cause, step }) => ({
        ...{ cause, step },
        readers: those.map(({ reader }) => reader),
      })),
    )
    .sort((one, other) => other.readers.length - one.readers.length);
}
