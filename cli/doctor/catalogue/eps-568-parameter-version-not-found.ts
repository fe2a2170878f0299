import type { Entry } from "./entry";

export const parameterVersionNotFound: Entry = {
  id: "EPS-568",
  title: "the parameter does not have the version or label that is mounted",
  texts: [
    "ParameterVersionNotFound",
    "Systems Manager could not find version",
    "ParameterVersionLabelLimitExceeded",
  ],
  step: "value",
  why: "The class pins a version or a label that is not there any more. Parameter Store keeps a hundred versions.",
  check:
    "`aws ssm get-parameter-history --name {name} --query 'Parameters[].[Version,Labels]'` with credentials of the owner.",
  mend: "In the inventory, name a version or label that is there, or take `version` and `versionStage` out of the read. In a SecretProviderClass of your own, these are `objectVersion` and `objectVersionLabel`. Then run `eks-pod-secrets up`.",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html",
  ],
};
