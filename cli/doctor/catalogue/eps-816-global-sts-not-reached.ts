import type { Entry } from "./entry";

export const globalStsNotReached: Entry = {
  id: "EPS-816",
  title: "the network does not let the program reach STS by its global name",
  texts: [
    '{Could not connect to the|Connect timeout on|Read timeout on} endpoint URL: "https://sts.amazonaws.com',
    'Post "https://sts.amazonaws.com/": dial tcp',
  ],
  failures: ["globalsts {refused|unanswered}"],
  over: ["EPS-572", "EPS-374", "EPS-784"],
  step: "endpoint-policies",
  causes: [
    {
      id: "EPS-572",
      check:
        "From the node `sts.REGION.amazonaws.com` is not reached either: the network, a proxy or a firewall stands between.",
    },
    {
      id: "EPS-817",
      check: "From the node `sts.REGION.amazonaws.com` is reached, and `sts.amazonaws.com` is not.",
    },
  ],
  why: "`sts.amazonaws.com` is in us-east-1, outside of the VPC. A VPC endpoint of STS answers only for the name of its Region, so a private network may reach the one and not the other.",
  check:
    "From the node: does port 443 of `sts.amazonaws.com` answer, and of `sts.REGION.amazonaws.com`?",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["kubernetes-sigs/aws-load-balancer-controller#1168", "grafana/loki#4264"],
};
