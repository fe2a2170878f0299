import type { Entry } from "./entry";

export const certificateNotTrusted: Entry = {
  id: "EPS-577",
  title: "a certificate on the way to AWS is not trusted",
  texts: [
    "x509: certificate signed by unknown authority",
    "certificate is not trusted",
    "SSL: CERTIFICATE_VERIFY_FAILED",
    "unable to get local issuer certificate",
    "self-signed certificate in certificate chain",
    "PKIX path building failed",
    "unable to verify the first certificate",
    "x509: certificate is valid for",
    "x509: certificate has expired or is not yet valid",
    "The remote certificate is invalid",
    "x509: failed to load system roots",
    "x509: cannot validate certificate for",
    "invalid peer certificate: UnknownIssuer",
    "SSL certificate problem:",
  ],
  step: "endpoint-policies",
  why: "A proxy or a firewall opens TLS with a certificate of its own, and the program that calls does not know its authority.",
  check:
    "`openssl s_client -connect secretsmanager.REGION.amazonaws.com:443` from the node shows who issued the certificate.",
  mend: "Except AWS's endpoints from the proxy, use a VPC endpoint, or give the calling program the authority (`AWS_CA_BUNDLE`).",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html",
  ],
};
