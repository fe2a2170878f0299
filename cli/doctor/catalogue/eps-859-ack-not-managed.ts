import type { Entry } from "./entry";

export const ackNotManaged: Entry = {
  id: "EPS-859",
  title: "a controller of ACK finds a resource that it does not manage",
  texts: [
    "This resource already exists but is not managed by ACK",
    "Resource already exists … ACK.Terminal",
    "ACK.Terminal … already exists",
  ],
  why: "Another tool or person made the role, association or secret in AWS.",
  check: "`kubectl -n {namespace} get -o yaml` of the resource: its condition `ACK.Terminal`",
  mend: "Let one tool own it: adopt it with the annotation `services.k8s.aws/adoption-policy`, or remove it from one of both.",
  sources: ["aws-controllers-k8s/community#2643"],
};
