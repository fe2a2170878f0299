import type { Entry } from "./entry";

export const providerPanics: Entry = {
  id: "EPS-576",
  title: "the program crashed",
  texts: [
    "panic: runtime error: invalid memory address or nil pointer dereference",
    "code = Unavailable desc = error reading from server: EOF",
  ],
  step: "provider",
  why: "A program in Go ended by a fault of its own. If it was ASCP or the driver, a mount was broken off. Known: some versions of ASCP, for a parameter given by its ARN together with JSON parts.",
  check: "`kubectl logs --previous` of the provider's pod on this node.",
  mend: "Take the version that this package installs: remove `secretsStoreCsi.version`, and run `eks-pod-secrets up`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#344"],
};
