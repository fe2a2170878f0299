import type { Entry } from "./entry";

export const rotationScheduleRefused: Entry = {
  id: "EPS-598",
  title: "the rotation's schedule is not one that Secrets Manager takes",
  texts: ["You cannot specify both rotation frequency and schedule expression"],
  why: "A rotation has either a number of days or a schedule expression, and a window that ends before the next one begins. The secret keeps the schedule of before.",
  check: "`aws secretsmanager describe-secret --secret-id SECRET --query RotationRules`",
  mend: "Correct the schedule where the rotation is declared. To change from days to an expression, remove the rotation in one run and declare it anew in the next.",
  sources: ["hashicorp/terraform-provider-aws#33329"],
};
