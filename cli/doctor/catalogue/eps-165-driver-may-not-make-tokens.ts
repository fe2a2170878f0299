import type { Entry } from "./entry";

export const driverMayNotMakeTokens: Entry = {
  id: "EPS-165",
  title: "the driver may not make tokens of the pod's service account",
  texts: [
    'cannot create resource "serviceaccounts/token" in API group',
    "failed to fetch token: serviceaccounts … is forbidden",
    "{token … expired and refresh failed|Couldn't update token} … is forbidden",
  ],
  step: "audiences",
  why: "The driver, or an older provider, asks the API server for a token of the pod's service account. The driver's ClusterRole does not allow it, mostly because the chart was installed without its token role.",
  check:
    "`kubectl get clusterrole,clusterrolebinding -o name | grep -i -e secretprovider -e secrets-store`",
  mend: "Install the driver's chart or add-on again with the same values: it brings the roles. Here: `eks-pod-secrets up --refresh --yes`.",
  sources: ["openshift/openshift-docs#96694", "Azure/secrets-store-csi-driver-provider-azure#872"],
};
