import type { TextRule } from "./text-rule";

/** In place of a version: whatever is the newest at each deployment. */
export const NEWEST = "newest";

/** Version of an add-on of EKS. */
export const addonVersion: TextRule = {
  pattern: /^(newest|v\d+\.\d+\.\d+-eksbuild\.\d+)$/,
  must: "newest, or a version of the add-on, such as v1.34.0-eksbuild.4",
  advice:
    "aws eks describe-addon-versions --addon-name NAME --kubernetes-version VERSION lists them",
};

const byte = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

export const ipv4Cidr: TextRule = {
  pattern: new RegExp(`^${byte}(?:\\.${byte}){3}/(?:3[0-2]|[12]?[0-9])$`),
  must: "a range of IPv4 addresses, such as 203.0.113.0/24",
};

export const filePermission: TextRule = {
  pattern: /^[0-7]{4}$/,
  must: "four octal digits",
  advice: 'write it in quotes, such as "0400"',
};

/** EKS Pod Identity needs 1.24. */
export const kubernetesVersion: TextRule = {
  pattern: /^1\.(2[4-9]|[3-9][0-9])$/,
  must: "a Kubernetes version from 1.24 on, such as 1.34",
  advice: 'write it in quotes, such as "1.34"; EKS Pod Identity needs 1.24',
};

/** Kubernetes takes a colon in a mount path for a separator, and the root would hide the container's own files. */
export const mountPath: TextRule = {
  pattern: /^\/[ -9;-~\u00a1-\uffff]*[ -.0-9;-~\u00a1-\uffff]$/,
  must: "an absolute path below /, without colons or a final slash",
};

/** An image, a profile, or a context of the kubeconfig: what stands as one word in a file or on a command line. */
export const word: TextRule = {
  pattern: /^(?!.*\s)[!-~\u00a1-\uffff]+$/,
  must: "a text without spaces and control characters",
};

/** A text of which only the presence matters here. */
export const anyText: TextRule = { pattern: /\S/, must: "a text" };
