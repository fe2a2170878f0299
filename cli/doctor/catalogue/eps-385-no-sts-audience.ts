import type { Entry } from "./entry";

export const noStsAudience: Entry = {
  id: "EPS-385",
  title: "the driver asks for no token with the audience of IRSA",
  step: "audiences",
  why: "ASCP 3 takes the token for `sts.amazonaws.com` from the driver, whose CSIDriver does not list it.",
  check: "`kubectl get csidriver secrets-store.csi.k8s.io -o jsonpath='{.spec.tokenRequests}'`",
  mend: "Run `eks-pod-secrets up --refresh --yes`. With `existing`, add the audience `sts.amazonaws.com` to `tokenRequests` where the driver is installed.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: utils/token_parser.go"],
};
