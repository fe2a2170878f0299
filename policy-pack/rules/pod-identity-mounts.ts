import { rule } from "../rule";

export const podIdentityMounts = rule(
  "pod-identity-mounts",
  "A SecretProviderClass of AWS reads with the pod's own identity, by EKS Pod Identity.",
  ({ props, type }) => {
    if (!/^kubernetes:secrets-store\.csi\.x-k8s\.io\/.*:SecretProviderClass$/.test(type)) return [];
    const { parameters = {}, provider } = props.spec ?? {};
    if (provider !== "aws" || parameters.usePodIdentity === "true") return [];
    return ['spec.parameters.usePodIdentity must be "true"'];
  },
);
