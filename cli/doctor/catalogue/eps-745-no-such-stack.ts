import type { Entry } from "./entry";

export const noSuchStack: Entry = {
  id: "EPS-745",
  title: "there is no stack of this name",
  texts: ["{no stack named|no stack selected|error: stack … not found}"],
  why: "The stack was not made, is in another backend or organization, or its name is misspelt.",
  check: "`pulumi stack ls --all`, and `pulumi whoami -v` for the backend.",
  mend: "Log in to the backend that has the stack, or correct the name.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/stacks/"],
};
