import type { Entry } from "./entry";

export const parameterNotThere: Entry = {
  id: "EPS-536",
  title: "The parameter is not there.",
  texts: ["ParameterNotFound", "Invalid parameters: {name:name}"],
  step: "object",
  why: "A parameter is made when its value is put. Nobody has put one, or somebody deleted the parameter, and the value is lost.",
  check: "`aws ssm describe-parameters --parameter-filters Key=Name,Values=PARAMETER`",
  mend: "`eks-pod-secrets put PARAMETER`",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html",
  ],
};
