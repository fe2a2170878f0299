import type { Entry } from "./entry";

export const parameterVersionNotFound: Entry = {
  id: "EPS-568",
  title: "the parameter has not the version or label that is mounted",
  texts: [
    "ParameterVersionNotFound",
    "Systems Manager could not find version",
    "ParameterVersionLabelLimitExceeded",
  ],
  step: "value",
  why: "The class pins a version or a label that is not there any more. Parameter Store keeps a hundred versions.",
  check:
    "`aws ssm get-parameter-history --name NAME --query 'Parameters[].[Version,Labels]'` with credentials of the owner.",
  mend: "Remove `objectVersion` and `objectVersionLabel`, or name one that is there.",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html",
  ],
};
