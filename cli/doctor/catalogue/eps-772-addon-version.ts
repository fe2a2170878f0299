import type { Entry } from "./entry";

export const addonVersion: Entry = {
  id: "EPS-772",
  title:
    "the add-on has not this version for the cluster's Kubernetes, or this version cannot do what is asked",
  texts: [
    "Addon version specified is not supported",
    "Pod Identity feature is not supported for addon version",
    "is not supported in this Kubernetes version",
    "Addon specified is not supported",
    "Addon specified: … is not supported in",
    "Addon … specified is not supported in",
  ],
  why: "Add-ons' versions belong to versions of Kubernetes, and differ by Region; what a version can, Pod Identity too, differs as well.",
  check:
    "`aws eks describe-addon-versions --addon-name NAME --kubernetes-version VERSION --query 'addons[].addonVersions[].addonVersion'`",
  mend: "Correct `secretsStoreCsi.version` or `podIdentityAgentVersion`, or remove them: then `up` takes the one that this package pins.",
  sources: ["terraform-aws-modules/terraform-aws-eks#3520"],
};
