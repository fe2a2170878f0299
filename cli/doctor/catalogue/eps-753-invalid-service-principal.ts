import type { Entry } from "./entry";

export const invalidServicePrincipal: Entry = {
  id: "EPS-753",
  title: "a policy names a service that AWS does not know in this Region or partition",
  texts: [
    "Policy contains a statement with one or more invalid service principals",
    'Invalid principal in policy: "SERVICE"',
  ],
  why: "Service principals are names such as `pods.eks.amazonaws.com`. One is misspelt, or not there in this Region.",
  check: "The `Service` principals of the policy.",
  mend: "Correct the principal. Policies of this project name none that its Regions lack.",
  sources: ["awslabs/landing-zone-accelerator-on-aws#1054"],
};
