import type { Entry } from "./entry";

export const policyWithPrincipal: Entry = {
  id: "EPS-763",
  title: "a policy of a role names a principal, which only trust and resource policies do",
  texts: ["Policy document should not specify a principal"],
  why: "A trust document was used as identity policy.",
  check: "The document that was put.",
  mend: "Put it as trust policy, or remove `Principal`.",
  sources: ["hashicorp/terraform#13449"],
};
