import type { Entry } from "./entry";

export const nodeDistrustsRegistry: Entry = {
  id: "EPS-640",
  title: "the node does not trust the certificate of the registry",
  texts: ["{Failed to pull image|failed to resolve reference|failed to do request} … x509:"],
  over: ["EPS-607", "EPS-577", "EPS-818", "EPS-833", "EPS-782"],
  step: "pods",
  why: "The container runtime asks the registry itself, with the authorities that the node knows. A registry of one's own, or a proxy that opens TLS, has a certificate of another one.",
  check: "On the node: `curl -v https://REGISTRY/v2/`",
  mend: "Add the authority to the node's image or its user data, or take the image from a registry whose certificate the node knows, such as ECR.",
  sources: ["https://github.com/containerd/containerd/blob/main/docs/hosts.md"],
};
