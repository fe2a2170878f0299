import type { Entry } from "./entry";

export const serviceLinkedRole: Entry = {
  id: "EPS-732",
  title: "a service's own role cannot be changed",
  texts: ["principalArn value of a Service Linked Role"],
  errors: ["{UnmodifiableEntity|UnmodifiableEntityException}"],
  why: "A role under the path `/aws-service-role/` belongs to the service of AWS that made it. Only this service can change it.",
  check: "`aws iam get-role --role-name ROLE --query Role.Path`",
  mend: "Name another role in the inventory: one that the deployment makes.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html"],
};
