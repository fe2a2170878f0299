import type { Entry } from "./entry";

export const hostNotFound: Entry = {
  id: "EPS-820",
  title: "the name of AWS's host is not found, or the host does not answer",
  texts: [
    'Could not connect to the endpoint URL: "https://{secretsmanager.|ssm.|sts.|kms.}',
    "dispatch failure … dns error",
    "EndpointConnectionError: Could not connect to the endpoint URL",
  ],
  failures: ["{aws|globalsts} unresolved"],
  over: ["EPS-572", "EPS-573", "EPS-374", "EPS-784"],
  step: "endpoint-policies",
  causes: [
    {
      id: "EPS-821",
      check:
        "The host in the text is not `SERVICE.REGION.amazonaws.com` with a Region that AWS has, or there are quotes in it.",
    },
    {
      id: "EPS-822",
      check: "In a pod other names are not found either, e.g. `kubernetes.default.svc`.",
    },
    {
      id: "EPS-572",
      check:
        "The host is right, and on the node itself it is not found or does not answer on port 443.",
    },
  ],
  why: "The text holds the host. A host that does not exist is found nowhere; one that does needs a name server, and then a way.",
  check: "The host in the text, letter by letter. Then `nslookup HOST` in a pod and on the node.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["kubernetes-sigs/aws-load-balancer-controller#1202", "aws/aws-mwaa-local-runner#200"],
};
