import type { Entry } from "./entry";

export const noRecommendedPolicies: Entry = {
  id: "EPS-846",
  title: "eksctl finds no policies that AWS recommends for this add-on with Pod Identity",
  texts: ["getting recommended policies for addon"],
  over: ["EPS-772"],
  why: "eksctl asks EKS for the policies of the add-on's version. EKS has none for this add-on, or not for what was written as version, such as `latest`.",
  check:
    "`aws eks describe-addon-configuration --addon-name NAME --addon-version VERSION --query podIdentityConfiguration`",
  mend: "Write the add-on's version as a number, or give it a Pod Identity association with a policy of your own that has only what it needs.",
  sources: ["eksctl-io/eksctl#8768"],
};
