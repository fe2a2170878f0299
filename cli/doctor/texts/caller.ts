import { CALLERS } from "../catalogue/callers";
import type { Caller } from "./diagnosis-shape";
import type { PackedText } from "./packed-text";
import { matchesOf, templateOf } from "./template";

const DENIED = ["User: {arn:arn!} is not authorized to perform", "Caller: {arn:arn!}"].map(
  templateOf,
);

/** Who called, as a denial of AWS or an event of CloudTrail says. */
export function callerOf(text: PackedText): Caller | undefined {
  for (const template of DENIED) {
    const arn = matchesOf(template, text, 1)[0]?.captures.arn;
    const known = CALLERS.find(([pattern]) => arn !== undefined && pattern.test(arn));
    if (arn !== undefined && known !== undefined) return { kind: known[1], arn, says: known[2] };
  }
  return undefined;
}
