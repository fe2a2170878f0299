import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";

import { getOrMake } from "../../proof/collections/maps";
import { settled } from "./late-values";

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
