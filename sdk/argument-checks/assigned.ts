import type * as pulumi from "@pulumi/pulumi";

import { problemIf } from "../rules/problem";
import { computed } from "./computed";
import { reject } from "./reject";

/** The ARN that AWS assigned to a resource of this type, an output of the component. Mocks assign none unless they are told to. */
export function assigned(
  component: pulumi.ComponentResource,
  name: string,
  output: string,
  type: string,
  arn: pulumi.Output<string>,
): pulumi.Output<string> {
  return computed(component, name, arn, (known) => {
    const says = `is undefined, because ${type} has no arn; let the mocks return one, as docs/reference/programs.md shows`;
    if (!known) reject(problemIf([output], says));
    return known;
  });
}
