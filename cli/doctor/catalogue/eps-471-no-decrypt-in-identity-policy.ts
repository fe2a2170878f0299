import type { Entry } from "./entry";

export const noDecryptInIdentityPolicy: Entry = {
  id: "EPS-471",
  title: "the role's policies do not allow `kms:Decrypt` on the key",
  texts: [
    "not authorized to perform: kms:Decrypt on resource: {key:arn} because no identity-based policy allows",
    "not authorized to perform: kms:Decrypt … because no identity-based policy allows",
  ],
  over: ["EPS-450", "EPS-466"],
  step: "identity-policy",
  why: "Across accounts both sides must allow: the key's policy and the role's.",
  check: "The role's policies: `kms:Decrypt` on the key's ARN.",
  mend: "If the inventory does not grant this read, that is the answer: `eks-pod-secrets what-can-read READER`. Else `eks-pod-secrets up --refresh --yes` puts back the role's policy.",
  sources: ["external-secrets/external-secrets#390"],
};
