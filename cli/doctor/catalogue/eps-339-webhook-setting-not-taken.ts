import type { Entry } from "./entry";

export const webhookSettingNotTaken: Entry = {
  id: "EPS-339",
  title: "an annotation or a file for the webhook has a value that it does not take",
  texts: [
    "{Ignoring service account … invalid value for|Found invalid value for token expiration|Could not parse skip containers annotation}",
    "{Unmarshalling container credentials config file|Container credentials config file is empty}",
    "failed to unmarshal {new|old} config",
  ],
  step: "webhook",
  why: "The webhook reads annotations of service accounts and pods, and for Pod Identity a file that the control plane keeps. A value that it cannot read counts as not there.",
  check:
    "`kubectl -n {namespace} get serviceaccount {serviceAccount} -o yaml`, and the annotations `eks.amazonaws.com/…` of the pod",
  mend: "Correct the annotation: `token-expiration` is a number of seconds, `sts-regional-endpoints` is `true` or `false`, `skip-containers` is a list with commas. Start the pod again.",
  sources: [
    "aws/amazon-eks-pod-identity-webhook: pkg/cache/cache.go",
    "aws/amazon-eks-pod-identity-webhook: pkg/annotations/parser.go",
  ],
};
