import type { Entry } from "./entry";

export const certificateNotTrusted: Entry = {
  id: "EPS-577",
  title: "the program does not trust the certificate that it is shown",
  texts: [
    "x509: certificate signed by unknown authority",
    "certificate is not trusted",
    "SSL: CERTIFICATE_VERIFY_FAILED",
    "unable to get local issuer certificate",
    "js http fetch SSL certificate verify error",
    "self-signed certificate in certificate chain",
    "PKIX path building failed",
    "unable to verify the first certificate",
    "x509: certificate is valid for",
    "x509: certificate has expired or is not yet valid",
    "The remote certificate is invalid",
    "x509: cannot validate certificate for",
    "invalid peer certificate: UnknownIssuer",
    "SSL certificate problem:",
    "self signed certificate in certificate chain",
  ],
  step: "endpoint-policies",
  causes: [
    { id: "EPS-818", check: "The issuer is the one of your proxy or firewall, not Amazon." },
    {
      id: "EPS-819",
      check: "The issuer is Amazon, and another image or the node itself trusts it.",
    },
    {
      id: "EPS-814",
      check: "The text says `expired or is not yet valid`, and `date -u` on the machine is wrong.",
    },
  ],
  why: "Either something on the way shows a certificate of its own, or the program does not know the authorities that are generally known.",
  check:
    "`openssl s_client -connect secretsmanager.REGION.amazonaws.com:443`, from the pod or the node, shows who issued the certificate.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "nginx/nginx-s3-gateway#132",
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html",
  ],
};
