import type { Entry } from "./entry";

export const emptyToken: Entry = {
  id: "EPS-353",
  title: "the driver passes an empty token to the provider",
  texts: ['token for audience "{audience:audience}" is empty'],
  step: "audiences",
  why: "The request reached the provider without a token: the API server made none.",
  check:
    "`kubectl get csidriver secrets-store.csi.k8s.io -o jsonpath='{.spec.tokenRequests}'`, and the driver's log on this node.",
  mend: "Start the pod again. If it lasts, run `eks-pod-secrets up --refresh --yes`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: utils/token_parser.go"],
};
