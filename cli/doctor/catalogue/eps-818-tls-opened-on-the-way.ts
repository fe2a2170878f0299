import type { Entry } from "./entry";

export const tlsOpenedOnTheWay: Entry = {
  id: "EPS-818",
  title: "a proxy or a firewall opens TLS with a certificate of its own",
  step: "endpoint-policies",
  why: "The program that calls does not know the authority of that certificate.",
  check:
    "The issuer that `openssl s_client -connect secretsmanager.REGION.amazonaws.com:443` shows.",
  mend: "Except AWS's endpoints from the proxy, use a VPC endpoint, or give the calling program the authority (`AWS_CA_BUNDLE`).",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html",
  ],
};
