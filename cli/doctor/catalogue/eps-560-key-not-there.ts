import type { Entry } from "./entry";

export const keyNotThere: Entry = {
  id: "EPS-560",
  title: "the key that is named is not in this account and Region",
  texts: [
    "NotFoundException: Key … does not exist",
    "Key 'arn:aws:kms: … does not exist",
    "Key '{key:keyId!}' does not exist",
    "Alias arn:aws:kms: … is not found",
    "NotFoundException: Invalid arn",
    "InvalidArnException: Invalid region",
    "reading KMS {Key|Alias} … {couldn't find resource|empty result|couldn't find any}",
  ],
  errors: ["kms NotFoundException"],
  step: "key-state",
  why: "A key id or an alias is looked up in the caller's account and Region. A key of another account needs its ARN; a deleted one is gone.",
  check: "`aws kms describe-key --key-id KEY` with credentials of the owner.",
  mend: "Name the key by its ARN. If it is gone, values under it are lost: give the secret another key, and put the value again.",
  sources: ["hashicorp/terraform-provider-aws#30272"],
};
