import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { getOrMake } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import { problemIf } from "../rules/problem";
import { computed } from "./computed";
import { settled } from "./late-values";
import { reject } from "./refusal";

/** Where a provider makes resources. Undefined is what is not known: by a preview, or by a provider that cannot ask. */
export interface Place {
  account?: string;
  region?: string;
}

/** The place of each provider, which is asked once; of default providers, that of the run. */
const places = new WeakMap<object, Promise<Place>>();

/** Where the component's AWS provider makes resources. */
export function placeOf(component: pulumi.ComponentResource): Promise<Place> {
  const parent = { parent: component };
  const ask = async () => {
    const [account, region] = await Promise.all([
      textOf(getCallerIdentityOutput({}, parent).accountId),
      textOf(getRegionOutput({}, parent).region),
    ]);
    return { account, region };
  };
  const provider = component.getProvider("aws:index/getCallerIdentity:getCallerIdentity");
  return getOrMake(places, provider ?? pulumi.runtime.getMonitor() ?? component, ask);
}

async function textOf(answer: pulumi.Output<string>): Promise<string | undefined> {
  const text = await settled(answer).catch(() => undefined);
  return typeof text === "string" ? text : undefined;
}

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
