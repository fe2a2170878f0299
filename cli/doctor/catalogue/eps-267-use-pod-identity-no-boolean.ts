import type { Entry } from "./entry";

export const usePodIdentityNoBoolean: Entry = {
  id: "EPS-267",
  title: "`usePodIdentity` of the class is neither true nor false",
  texts: ["failed to parse usePodIdentity value, error"],
  step: "provider-class",
  why: 'Parameters of a class are texts. ASCP reads `"true"` and `"false"`.',
  check:
    "`kubectl -n {namespace} get secretproviderclass {class} -o jsonpath='{.spec.parameters.usePodIdentity}'`",
  mend: 'Write `usePodIdentity: "true"` under `parameters`.',
  sources: ["aws/secrets-store-csi-driver-provider-aws: server/server.go"],
};
