import type { Entry } from "./entry";

export const clusterCertificateNotTrusted: Entry = {
  id: "EPS-878",
  title: "the caller does not trust the certificate of the cluster's API",
  texts: [
    "Unable to connect to the server: x509:",
    "Unable to connect to the server: tls: failed to verify certificate",
    "{configured Kubernetes cluster is unreachable|Kubernetes cluster unreachable|couldn't get current server API group list|.eks.amazonaws.com} … x509: certificate {signed by unknown authority|is valid for|has expired}",
  ],
  over: ["EPS-577", "EPS-777", "EPS-843"],
  step: "cluster",
  why: "The kubeconfig holds the authority of another cluster, or of one that was made anew under the same name; or a proxy on the way opens TLS with a certificate of its own.",
  check:
    "`aws eks describe-cluster --name {cluster} --query cluster.certificateAuthority.data` against `certificate-authority-data` of the kubeconfig",
  mend: "Write the kubeconfig again with `aws eks update-kubeconfig --name CLUSTER`. Behind a proxy, except the cluster's host with `NO_PROXY`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html"],
};
