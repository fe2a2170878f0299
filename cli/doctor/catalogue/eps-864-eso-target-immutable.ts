import type { Entry } from "./entry";

export const esoTargetImmutable: Entry = {
  id: "EPS-864",
  title: "the Kubernetes Secret that External Secrets is to write cannot be changed",
  texts: ["target is immutable"],
  over: ["EPS-850"],
  why: "The Secret is marked `immutable: true`, so Kubernetes lets nobody change its values.",
  check: "`kubectl -n {namespace} get secret SECRET -o jsonpath='{.immutable}'`",
  mend: "Delete the Secret, and let External Secrets make it again; take `immutable` out of the target.",
  sources: ["external-secrets/external-secrets: pkg/controllers/externalsecret"],
};
