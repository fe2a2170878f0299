import type { Entry } from "./entry";

export const stackCapabilities: Entry = {
  id: "EPS-716",
  title: "a template makes roles, and CloudFormation wants consent to that",
  texts: ["Requires capabilities : [", "InsufficientCapabilitiesException"],
  why: "A template with roles or policies is taken only with `CAPABILITY_IAM` or `CAPABILITY_NAMED_IAM`.",
  check: "The template's resources of the type `AWS::IAM::…`",
  mend: "Deploy with `--capabilities CAPABILITY_NAMED_IAM`, after you have read which roles it makes.",
  sources: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html",
  ],
};
