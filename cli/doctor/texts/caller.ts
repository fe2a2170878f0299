import * as z from "zod";
import CALLERS from "./callers.json";
import type { PackedText } from "./packed-text";
import { matchesOf, templateOf } from "./template";
import { placesOf } from "./word-places";

/** What the ARN of a caller shows. Session names of Pod Identity start with `eks-`; a node's is its instance ID. */
const KNOWN = CALLERS.map((one) => ({ ...one, pattern: new RegExp(one.pattern) }));

/** The caller of AWS. */
export const caller = z.object({
  kind: z.enum(CALLERS.map(({ kind }) => kind)),
  arn: z.string(),
  says: z.string(),
});

const DENIED = ["User: {arn:arn!} is not authorized to perform", "Caller: {arn:arn!}"].map(
  templateOf,
);

/** The caller, from a denial of AWS or an event of CloudTrail. */
export function callerOf(text: PackedText): z.infer<typeof caller> | undefined {
  for (const template of DENIED) {
    const arn = matchesOf(template, text, placesOf(template.words[0] ?? "", text.packed))[0]
      ?.captures.arn;
    const known = KNOWN.find(({ pattern }) => arn !== undefined && pattern.test(arn));
    if (arn !== undefined && known) return { kind: known.kind, arn, says: known.says };
  }
  return undefined;
}
