import type { Entry } from "./entry";

export const stsNameNotOfEndpoint: Entry = {
  id: "EPS-579",
  title: "the global name of STS leads to an endpoint of a Region, which has another name",
  texts: [
    "hostname sts.amazonaws.com doesn't match",
    "{x509: certificate is valid for|Certificate for} … {not sts.amazonaws.com|<sts.amazonaws.com> doesn't match}",
    "Certificate for <sts.amazonaws.com> doesn't match",
    "Host: sts.amazonaws.com. is not in the cert's altnames",
  ],
  over: ["EPS-577", "EPS-572", "EPS-374"],
  step: "endpoint-policies",
  why: "The VPC endpoint of STS has a certificate for `sts.REGION.amazonaws.com`. A private zone of this VPC sends `sts.amazonaws.com` there too, and the client uses that global name.",
  check: "`nslookup sts.amazonaws.com` from the node: a private address is the endpoint's.",
  mend: "Let the client use the Region's name: `AWS_STS_REGIONAL_ENDPOINTS=regional` and `AWS_REGION`, or an SDK that does so by default. Remove the record of the global name from the private zone.",
  sources: ["aws/containers-roadmap#586"],
};
