import type { Entry } from "./entry";

export const ackAdoption: Entry = {
  id: "EPS-858",
  title: "a controller of ACK does not find what it is to adopt",
  texts: ["adopted resource not found"],
  why: "AWS Controllers for Kubernetes adopt a resource by the fields of an annotation, and nothing in AWS fits them.",
  check: "The annotation `services.k8s.aws/adoption-fields` against the resource in AWS.",
  mend: "Correct the fields: a policy by its ARN, an association by cluster, namespace and service account. Or let one tool own the resource.",
  sources: ["aws-controllers-k8s/community#2643"],
};
