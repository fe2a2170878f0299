import type { Entry } from "./entry";

export const resourceNotThereForStack: Entry = {
  id: "EPS-734",
  title: "the resource that CloudFormation is to read or change is not there",
  texts: ['no output " … " in stack'],
  errors: ["cloudformation NotFound"],
  why: "It was deleted by hand, is in another account or Region, or what the template refers to is made only later.",
  check: "The words before `HandlerErrorCode` name the resource.",
  mend: "Put back what was deleted, or correct the reference in the template, and run again.",
  sources: [
    "https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html",
  ],
};
