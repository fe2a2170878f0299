import type { Entry } from "./entry";

export const copyNotThere: Entry = {
  id: "EPS-650",
  title: "the container needs a Kubernetes Secret that is not there",
  texts: [
    'Error: secret "{secret:kubernetes!}" not found',
    'secret "{secret:kubernetes!}" not found',
    'secret "<{secret:kubernetes}>" not found',
    'secrets "{secret:kubernetes!}" not found',
  ],
  step: "file",
  causes: [
    { id: "EPS-651", check: "The pod has no volume of the class: `env` alone mounts nothing." },
    {
      id: "EPS-166",
      check:
        "`secretprovidersyncing-role` is missing: the driver was installed without `syncSecret.enabled=true`, or its add-on does not apply it.",
    },
    {
      id: "EPS-652",
      check:
        "`secretObjects` of the class makes no Secret of this name, or its `objectName` is no file of the mount.",
    },
    {
      id: "EPS-653",
      check: "The Secret was never a copy of the driver: something else should make it.",
    },
  ],
  why: "Where the Secret is a copy that the driver makes, it appears when the first pod has mounted the class. No pod mounts it, the driver may not copy, or the name differs.",
  check:
    "`kubectl -n {namespace} get secretproviderclass -o yaml | grep -A3 secretObjects`, and `kubectl get clusterrole secretprovidersyncing-role`.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#236",
    "kubernetes-sigs/secrets-store-csi-driver#600",
    "kubernetes-sigs/secrets-store-csi-driver#1611",
    "aws/secrets-store-csi-driver-provider-aws#92",
    "aws/secrets-store-csi-driver-provider-aws#597",
  ],
};
