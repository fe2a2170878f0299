import type { Entry } from "./entry";

export const globalStsNameUsed: Entry = {
  id: "EPS-817",
  title: "the program calls STS by its global name, and the network has a way to the Region's only",
  step: "endpoint-policies",
  why: "An older SDK takes `sts.amazonaws.com` where nobody tells it otherwise. A VPC endpoint of STS does not answer for that name.",
  check: "`kubectl -n {namespace} exec {pod} -- env | grep -E 'AWS_(REGION|STS)'`",
  mend: "Set `AWS_STS_REGIONAL_ENDPOINTS=regional` and `AWS_REGION`, or use an SDK that takes the Region's endpoint by default.",
  sources: [
    "kubernetes-sigs/aws-load-balancer-controller#1168",
    "https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html",
  ],
};
