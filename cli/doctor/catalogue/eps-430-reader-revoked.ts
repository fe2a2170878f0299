import type { Entry } from "./entry";

export const readerRevoked: Entry = {
  id: "EPS-430",
  title: "the reader is revoked on purpose",
  step: "granted",
  why: "`eks-pod-secrets revoke` has denied the reader everything. The Deny stands in its roles, or in the policies of the secrets that it reads, until somebody lifts it.",
  check: "`eks-pod-secrets status` lists the revoked readers.",
  mend: "Ask whoever revoked it whether it may read again. Then `eks-pod-secrets revoke {reader} --lift` lifts the revocation. Replace its pods after that: sessions from before stay refused.",
  sources: ["docs/guides/revoke.md"],
};
