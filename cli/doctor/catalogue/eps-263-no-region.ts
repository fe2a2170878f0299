import type { Entry } from "./entry";

export const noRegion: Entry = {
  id: "EPS-263",
  title: "the provider does not know which Region to read in",
  texts: [
    "failed to retrieve region from node. error",
    'Failed to initialize AWS session" err="failed to retrieve region',
    "Invalid Configuration: Missing Region",
    "MissingRegion: could not find region configuration",
    "You must specify a region",
    "region cannot be empty",
  ],
  step: "provider-class",
  why: "The class has no `region`, and the node no label `topology.kubernetes.io/region`, or the provider may not read nodes.",
  check: "`kubectl get node -L topology.kubernetes.io/region`",
  mend: "Set `parameters.region` of the class. The inventory does that by itself: `eks-pod-secrets up --refresh --yes`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: server/server.go"],
};
