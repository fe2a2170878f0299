import type { Entry } from "./entry";

export const secretKeyOfAnotherId: Entry = {
  id: "EPS-322",
  title: "the secret access key does not belong to the key id",
  why: "A key id and a secret key are one pair. One of both was copied from another pair, or only in part.",
  check: "`aws sts get-caller-identity` with the same two values.",
  mend: "In a pod remove access keys from its environment and files: Pod Identity needs none. Elsewhere copy both anew.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"],
};
