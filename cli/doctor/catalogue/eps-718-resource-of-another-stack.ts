import type { Entry } from "./entry";

export const resourceOfAnotherStack: Entry = {
  id: "EPS-718",
  title: "another CloudFormation stack has this resource",
  texts: ["already exists in stack arn:aws:cloudformation"],
  why: "Names of roles, secrets, keys' aliases and parameters are unique in an account and Region, and the text names the stack that has this one.",
  check: "The stack that the text names",
  mend: "Let one of them own it: refer to it from the other, or take another name.",
  sources: ["https://repost.aws/knowledge-center/cloudformation-stack-resource-already-exists"],
};
