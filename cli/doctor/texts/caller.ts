import * as z from "zod";
import type { PackedText } from "./packed-text";
import { matchesOf, templateOf } from "./template";
import { placesOf } from "./word-places";

/** What the ARN of a caller shows. Session names of Pod Identity start with `eks-`; a node's is its instance ID. */
const CALLERS = [
  [
    /:assumed-role\/[^/]+\/i-0[0-9a-f]{7,16}$/,
    "node role",
    "The call had the credentials of an EC2 instance. In a pod, these are the node's: the pod had none of its own.",
  ],
  [
    /:assumed-role\/[^/]+\/eks-/,
    "Pod Identity",
    "The call had the credentials of a Pod Identity association.",
  ],
  [
    /:assumed-role\/[^/]+\/(?:secrets-store-csi-driver-provider-aws|botocore-session-\d+|token-file-web-identity|\d{19})$/,
    "IRSA",
    "The session's name is one of IRSA: the role is the one in the service account's annotation.",
  ],
  [
    /:user\//,
    "IAM user",
    "An IAM user called, with keys that the pod was given: no reader has such.",
  ],
  [
    /:assumed-role\//,
    "other role",
    "The session's name does not tell where the credentials are from.",
  ],
] as const;

/** The caller of AWS. */
export const caller = z.object({
  kind: z.enum(CALLERS.map(([, kind]) => kind)),
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
    const known = CALLERS.find(([pattern]) => arn !== undefined && pattern.test(arn));
    if (arn !== undefined && known !== undefined) return { kind: known[1], arn, says: known[2] };
  }
  return undefined;
}
