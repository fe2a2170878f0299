import type { Entry } from "./entry";

export const objectExists: Entry = {
  id: "EPS-781",
  title: "Kubernetes has an object of this kind and name already",
  texts: [
    'serviceaccounts "{name:kubernetes!}" already exists',
    'secretproviderclasses.secrets-store.csi.x-k8s.io "{name:kubernetes!}" already exists',
    'namespaces "{name:kubernetes!}" already exists',
    'deployments.apps "{name:kubernetes!}" already exists',
    "resource … was not successfully created by the Kubernetes API server : object already exists",
    "was not successfully created by the Kubernetes API server : … already exists",
    "Error from server (AlreadyExists)",
    '{configmaps|secrets|services|jobs.batch|daemonsets.apps|customresourcedefinitions.apiextensions.k8s.io|csidrivers.storage.k8s.io|.rbac.authorization.k8s.io} "{name:kubernetes!}" already exists',
    "{ClusterRole|ClusterRoleBinding|ServiceAccount|CustomResourceDefinition|DaemonSet} … already exist",
  ],
  step: "cluster",
  why: "Another tool or a person made it.",
  check: "`kubectl get KIND {name} -o yaml`: its labels and managers.",
  mend: "Say in the inventory what others own (`createServiceAccount: false`, `createNamespaces: false`), or delete it where it was made.",
  sources: ["https://www.pulumi.com/registry/packages/kubernetes/"],
};
