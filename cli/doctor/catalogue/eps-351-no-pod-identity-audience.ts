import type { Entry } from "./entry";

export const noPodIdentityAudience: Entry = {
  id: "EPS-351",
  title: "the driver asks for no token with the audience of Pod Identity",
  texts: [
    'Pod Identity token extraction failed: token for audience "pods.eks.amazonaws.com" not found',
    'token for audience "pods.eks.amazonaws.com" not found',
  ],
  step: "audiences",
  why: "ASCP needs a token of the pod for `pods.eks.amazonaws.com`, and the driver's CSIDriver does not list this audience.",
  check: "`kubectl get csidriver secrets-store.csi.k8s.io -o jsonpath='{.spec.tokenRequests}'`",
  mend: "Add the audience `pods.eks.amazonaws.com` to `tokenRequests` of the CSIDriver. If a chart installs the driver, also set it in the chart's values: the next release would remove it. An installation by the inventory (`secretsStoreCsi.install`) asks for the tokens by itself.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: utils/token_parser.go"],
};
