import type { Entry } from "./entry";

export const noTokens: Entry = {
  id: "EPS-350",
  title: "the driver passes no tokens to the provider",
  texts: [
    "serviceAccount.tokens not provided - ensure tokenRequests is configured in CSIDriver",
    "failed to parse serviceAccount.tokens",
    "csi.storage.k8s.io/serviceAccount.tokens is not populated",
  ],
  step: "audiences",
  why: "ASCP 3 takes the pod's tokens from the driver. The driver was installed apart, with the chart's default `tokenRequests: []`.",
  check: "`kubectl get csidriver secrets-store.csi.k8s.io -o jsonpath='{.spec.tokenRequests}'`",
  mend: "Set `tokenRequests` of the CSIDriver, with the audiences `pods.eks.amazonaws.com` and `sts.amazonaws.com`. If a chart installs the driver, also set it in the chart's values: the next release would remove it. An installation by the inventory (`secretsStoreCsi.install`) asks for the tokens by itself.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: utils/token_parser.go"],
};
