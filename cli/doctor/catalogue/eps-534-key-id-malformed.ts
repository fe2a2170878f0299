import type { Entry } from "./entry";

export const keyIdMalformed: Entry = {
  id: "EPS-534",
  title: "what names the key is no key id, alias or ARN as KMS takes it",
  texts: [
    "Invalid keyId",
    "InvalidArnException",
    "invalid value for key_id (must be a KMS Key ID)",
    '"key_id" … is an invalid ARN',
  ],
  step: "key-state",
  why: "KMS takes a key id, `alias/NAME`, or the ARN of either, with nothing before it. A slash too many, as of a URL `awskms:///`, an alias without `alias/`, or a bare name is not looked up at all.",
  check: "The id that the text repeats, character by character.",
  mend: "Correct it where it is written. Of a secrets provider of Pulumi: `awskms:///KEY?region=REGION`; versions that know no ARN there take the key id or the alias.",
  sources: ["hashicorp/terraform-provider-aws#48978", "pulumi/pulumi#5156"],
};
