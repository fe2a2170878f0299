import type { Entry } from "./entry";

export const iacReadTooEarly: Entry = {
  id: "EPS-788",
  title: "a program reads a secret's value in the run that makes the secret",
  texts: [
    "reading Secrets Manager Secret Version … couldn't find resource",
    "couldn't find resource … Secret Version",
    "reading AWS Secrets Manager Secret Version … couldn't find resource",
  ],
  step: "value",
  why: "The secret is made without a value, so there is no version to be read.",
  check: "`aws secretsmanager list-secret-version-ids --secret-id SECRET`",
  mend: "Put the value first, and do not read values in programs: they would stand in the state.",
  sources: ["hashicorp/terraform-provider-aws#14322"],
};
