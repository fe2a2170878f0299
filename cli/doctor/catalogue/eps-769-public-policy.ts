import type { Entry } from "./entry";

export const publicPolicy: Entry = {
  id: "EPS-769",
  title: "Secrets Manager refuses a policy that lets everybody in",
  texts: ["This resource policy grants broad access to your secret", "PublicPolicyException"],
  why: "With `BlockPublicPolicy`, Secrets Manager refuses policies whose principals are not bounded.",
  check: "The policy's principals and conditions.",
  mend: "Name principals. Policies of the inventory always do.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html",
  ],
};
