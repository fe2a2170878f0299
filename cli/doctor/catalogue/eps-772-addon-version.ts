import type { Entry } from "./entry";

export const addonVersion: Entry = {
  id: "EPS-772",
  title: "the add-on has not this version, or not for the cluster's Kubernetes version",
  texts: [
    "Addon version specified is not supported",
    "is not supported in this Kubernetes version",
    "Addon specified is not supported",
    "Addon specified: … is not supported in",
    "Addon … specified is not supported in",
  ],
  why: "Add-ons' versions belong to versions of Kubernetes, and differ by Region.",
  check:
    "`aws eks describe-addon-versions --addon-name NAME --kubernetes-version VERSION --query 'addons[].addonVersions[].addonVersion'`",
  mend: "Correct `secretsStoreCsi.version` or `podIdentityAgentVersion`, or remove them: then `up` takes the one that this package pins.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html"],
};
