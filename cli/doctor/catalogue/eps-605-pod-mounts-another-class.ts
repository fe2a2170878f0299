import type { Entry } from "./entry";

export const podMountsAnotherClass: Entry = {
  id: "EPS-605",
  title: "the pods do not mount the reader's SecretProviderClass",
  step: "pods",
  why: "The volume is missing, no container mounts it, or it names another class, often by a slip of the pen. Classes of other namespaces are not found.",
  check: "`kubectl -n {namespace} get pod {pod} -o yaml | grep -B4 secretProviderClass`",
  mend: "Write `secretProviderClass: {class}` into `volumeAttributes` of the volume. Let `volumeMounts` of the container name the volume. Do both where the pod is deployed.",
  sources: ["https://secrets-store-csi-driver.sigs.k8s.io/getting-started/usage"],
};
