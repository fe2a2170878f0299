import type { Entry } from "./entry";

export const parameterLimit: Entry = {
  id: "EPS-589",
  title: "a parameter can take no more versions, or the account no more parameters",
  texts: [
    "ParameterMaxVersionLimitExceeded",
    "ParameterLimitExceeded",
    "exceeded the number of parameters for this",
  ],
  why: "A parameter keeps 100 versions, and the oldest cannot go while it has a label. An account has 10,000 standard parameters in a Region.",
  check: "`aws ssm get-parameter-history --name NAME --query 'Parameters[].[Version,Labels]'`",
  mend: "Remove the label from the oldest version, after nobody reads it by that label; or ask AWS for a higher quota.",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html",
  ],
};
