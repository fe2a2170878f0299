import type { Entry } from "./entry";

export const classWithPodIdentity: Entry = {
  id: "EPS-327",
  title: "the class asks for Pod Identity, and the reader has IRSA",
  step: "provider-class",
  why: 'With `usePodIdentity: "true"` ASCP asks the Pod Identity agent for the role. A reader with `identity: irsa` has no association, so that the agent has none for it.',
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml | grep -n usePodIdentity`",
  mend: "Take `usePodIdentity` out of the class, and start the pods again. What `up` itself has written there, `eks-pod-secrets up --refresh --yes` takes away.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: server/server.go"],
};
