import type { Entry } from "./entry";

export const resourceNamedTwice: Entry = {
  id: "EPS-744",
  title: "two resources of a program have one name",
  texts: ["Duplicate resource URN", "registered twice"],
  why: "Pulumi tells resources apart by type and name, and the program makes two of the same.",
  check: "The message names the type and the name.",
  mend: "Give one of them another name, or another parent.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/resources/names/"],
};
