import * as pulumi from "@pulumi/pulumi";

import { parseArn } from "../../proof/names/arn";
import { problemIf } from "../rules/problem";
import { computed } from "./computed";
import { settled } from "./late-values";
import { placeOf } from "./provider-place";
import { reject } from "./reject";

/**
 * A value, once it is known that the component's AWS provider is of the account of an argument, an ARN or an account's id, and of
 * the ARN's region: what is made of the value would be elsewhere. A provider that cannot tell where it is passes, as over mocks.
 */
export function inAccountOf<T>(
  component: pulumi.ComponentResource,
  name: string,
  argument: string,
  whose: pulumi.Input<string>,
  value: pulumi.Input<T>,
): pulumi.Output<pulumi.Unwrap<T>> {
  const checked = computed(component, name, { place: placeOf(component), whose }, (known) => {
    const { account = known.whose, region } = parseArn(known.whose) ?? {};
    const wanted = { account, region };
    for (const part of ["account", "region"] as const) {
      const given = known.place[part];
      if (!given || !wanted[part] || given === wanted[part]) continue;
      const says = `must be of ${part} ${given}, which the AWS provider is of, got ${known.whose}; give the component a provider of ${part} ${wanted[part]}`;
      reject(problemIf([argument], says));
    }
  });
  const passed: pulumi.Output<unknown> = pulumi.output(settled(checked).then(() => null));
  return passed.apply(() => pulumi.output<T>(value)) as pulumi.Output<pulumi.Unwrap<T>>;
}
