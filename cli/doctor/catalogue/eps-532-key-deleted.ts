import type { Entry } from "./entry";

export const keyDeleted: Entry = {
  id: "EPS-532",
  title: "the key that encrypts the value is deleted for good",
  step: "key-state",
  why: "Nobody can decrypt what was encrypted with it, AWS included. The value is lost.",
  check: "`aws kms describe-key --key-id {key}` answers NotFoundException.",
  mend: "The value is lost. `eks-pod-secrets up --refresh --yes` makes another key, and `eks-pod-secrets put` gives the value anew. If the inventory names a former version of the secret, name another one there, and run `eks-pod-secrets up`.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"],
};
