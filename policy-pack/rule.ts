import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { CheckedResource } from "./policy-documents";

/** A rule: `check` answers what is wrong with a resource, a sentence for each. */
export function rule(
  name: string,
  description: string,
  check: (resource: CheckedResource) => string[],
): ResourceValidationPolicy {
  return {
    name,
    description,
    validateResource: (resource, reportViolation) => {
      for (const says of check(resource)) reportViolation(says);
    },
  };
}
