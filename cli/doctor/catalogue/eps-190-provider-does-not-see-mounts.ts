import type { Entry } from "./entry";

export const providerDoesNotSeeMounts: Entry = {
  id: "EPS-190",
  title: "the provider does not see the directory in which the driver made the mount",
  texts: ["desc = open … kubernetes.io~csi … /mount/ … no such file or directory"],
  step: "provider",
  why: "This provider writes the files itself, and its container has another directory of the kubelet than the driver, or does not see mounts that are made later (`mountPropagation: HostToContainer`).",
  check:
    "`kubectl -n kube-system get daemonset -o yaml`: the volume `mountpoint-dir` of the provider against the driver's `kubeletRootDir`.",
  mend: "Let the driver write the files (`--driver-writes-secrets=true`, which newer charts do), or give the provider the kubelet's directory under the same path.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#330"],
};
