import type { Entry } from "./entry";

export const noSuchPart: Entry = {
  id: "EPS-539",
  title: "The value lacks a JSON part that is mounted.",
  texts: [
    "JMES Path - {path:name} for object alias - {alias:name} does not point to a valid object",
    "Invalid JSON used with jmesPath in secret",
    "Invalid JMES search result type for path",
  ],
  step: "parts",
  why: "A reader mounts a part of the value by a JMESPath expression, and the value is no JSON, or has no text there. The mount fails as a whole. The event does not say so: only the provider's log does.",
  check: "`eks-pod-secrets doctor READER --read-parts` reads the value, and names its parts alone.",
  mend: "`eks-pod-secrets put SECRET` with a value that has the part, or another `jmesPath` in the inventory and `eks-pod-secrets up`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#401"],
};
