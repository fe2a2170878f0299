import type { Entry } from "./entry";

export const addonConfiguration: Entry = {
  id: "EPS-195",
  title: "the configuration of an add-on is not one that its version takes",
  texts: [
    "ConfigurationValue provided in request is not supported",
    "Json schema validation failed with error",
  ],
  step: "driver",
  why: "EKS checks the configuration's values against the schema of the add-on's version.",
  check:
    "`aws eks describe-addon-configuration --addon-name NAME --addon-version VERSION --query configurationSchema --output text`",
  mend: "Correct the values where the add-on is declared.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html"],
};
