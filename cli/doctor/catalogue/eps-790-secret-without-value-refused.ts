import type { Entry } from "./entry";

export const secretWithoutValueRefused: Entry = {
  id: "EPS-790",
  title: "`up` does not deploy pods whose secret has no value.",
  texts: ["it has no value: put it first"],
  step: "value",
  why: "Pods of a reader wait for its values.",
  check: "`eks-pod-secrets status`",
  mend: "`eks-pod-secrets put SECRET`, then `eks-pod-secrets up`.",
  sources: ["docs/reference/operations.md"],
};
