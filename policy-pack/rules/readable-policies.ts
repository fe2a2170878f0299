import { flawsOf } from "../policy-documents";
import { rule } from "../rule";

/** The other rules see nothing in a document that is not understood. */
export const readablePolicies = rule(
  "readable-policies",
  "A policy document is one that AWS documents, so that the other rules see all of it.",
  (resource) => flawsOf(resource).map((flaw) => `the policy is not understood: ${flaw}`),
);
