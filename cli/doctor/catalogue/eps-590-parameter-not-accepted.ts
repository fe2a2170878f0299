import type { Entry } from "./entry";

export const parameterNotAccepted: Entry = {
  id: "EPS-590",
  title: "the name or the value is not one that Parameter Store takes",
  texts: [
    "ParameterPatternMismatchException",
    "Standard tier parameters support a maximum parameter value",
    "Parameter name must not be prefixed with",
    "Parameter name: can't be prefixed with",
    "HierarchyLevelLimitExceededException",
    "HierarchyTypeMismatchException",
    "UnsupportedParameterType",
    "No access to reserved parameter name",
    "Parameter name must be a fully qualified name",
    "Parameter path: can't be prefixed with",
    "{at 'value'|parameter value} … length less than or equal to {4096|8192}",
    "Parameter name must not end with",
  ],
  errors: [
    "ssm {TooManyTagsError|InvalidResourceId|InvalidResourceType|InvalidAllowedPatternException|IncompatiblePolicyException|PoliciesLimitExceededException|InvalidPolicyAttributeException|InvalidPolicyTypeException}",
  ],
  why: "A standard parameter has at most 4 KB, a name has at most 15 levels and does not begin with `aws` or `ssm`, and a parameter may have a pattern for its values.",
  check:
    "`aws ssm describe-parameters --parameter-filters Key=Name,Values=NAME`: tier, type and allowed pattern.",
  mend: "Take a name or a value that fits. Put a larger value into a secret.",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html",
  ],
};
