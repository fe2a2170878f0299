import type { TextRule } from "./text-rule";

/** EKS Pod Identity needs 1.24. */
export const kubernetesVersion: TextRule = {
  pattern: /^1\.(2[4-9]|[3-9][0-9])$/,
  must: "a Kubernetes version from 1.24 on, such as 1.34",
  advice: 'write it in quotes, such as "1.34"; EKS Pod Identity needs 1.24',
};
