import type { Entry } from "./entry";

export const parameterExists: Entry = {
  id: "EPS-588",
  title: "there is a parameter of this name already, made by somebody else",
  texts: [
    "ParameterAlreadyExists",
    "The parameter already exists",
    "Resource of type 'AWS::SSM::Parameter' with identifier … already exists",
  ],
  why: "Names of parameters are unique in an account and Region. Another stack, tool or person made this one.",
  check:
    "`aws ssm get-parameter-history --name NAME --query 'Parameters[].[LastModifiedUser,LastModifiedDate]'`, which shows no value of a SecureString.",
  mend: "Adopt it with `existing` in the inventory, or take another name.",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html",
  ],
};
