import type { Entry } from "./entry";

export const jsonPartMissing: Entry = {
  id: "EPS-563",
  title: "the value does not have the JSON part that is mounted",
  texts: [
    "JMES Path - {part:name} for object alias - {alias:name} does not point to a valid object",
    "JMES Path - … does not point to a valid object",
    "key {part:name} does not exist in secret {object:object}",
    "JMESPath {part:name} for object alias {alias:name} was not found in secret {object:object}",
    "JMESPath … for object alias … was not found in secret",
    "cannot find secret data for key",
    "key … does not exist in secret",
    "property … does not exist in key",
  ],
  step: "parts",
  why: "The reader mounts a part of the value, and the value in force has no such key. Names of keys are case-sensitive; a key with a hyphen needs quotes in a path.",
  check:
    "`eks-pod-secrets doctor {reader} --read-parts` lists the names of the parts, without values.",
  mend: "Put a value that has the part: `eks-pod-secrets put`. Or correct the part in `reads` of the reader, and run `eks-pod-secrets up`.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#401",
    "aws/secrets-store-csi-driver-provider-aws: provider/secret_value.go",
  ],
};
