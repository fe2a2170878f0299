import type { Entry } from "./entry";

export const stackExists: Entry = {
  id: "EPS-872",
  title: "there is a stack of this name already",
  texts: ["error: stack … already exists", "could not create stack: stack … already exists"],
  why: "`pulumi stack init` makes a stack, and this one is there.",
  check: "`pulumi stack ls`",
  mend: "`pulumi stack select NAME`, or another name.",
  sources: ["https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_init/"],
};
