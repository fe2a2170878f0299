import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";

import { getOrMake } from "../collections/maps";
import { accountOf } from "../rules/arn";
import { problemIf } from "../rules/problem";
import { computed } from "./computed";
import { settled } from "./late-values";
import { reject } from "./reject";

/** The account of each provider, which is asked once. */
const accounts = new WeakMap<pulumi.ProviderResource, Promise<unknown>>();

/**
 * A value, once it is known that the component's AWS provider is of the account of an argument, an ARN or an account's id: what is
 * made of the value would be in another account. A provider that cannot tell its account passes, as over mocks.
 */
export function inAccountOf<T>(
  component: pulumi.ComponentResource,
  name: string,
  argument: string,
  whose: pulumi.Input<string>,
  value: pulumi.Input<T>,
): pulumi.Output<pulumi.Unwrap<T>> {
  const checked = computed(
    component,
    name,
    { account: providerAccount(component), whose },
    (known) => {
      const account = accountOf(known.whose) ?? known.whose;
      if (!known.account || known.account === account) return;
      const says = `must be of account ${known.account}, which the AWS provider is of, got ${known.whose}; give the component a provider of account ${account}`;
      reject(problemIf([argument], says));
    },
  );
  const passed: pulumi.Output<unknown> = pulumi.output(settled(checked).then(() => null));
  return passed.apply(() => pulumi.output<T>(value)) as pulumi.Output<pulumi.Unwrap<T>>;
}

/** Undefined where it is not known: by a preview, or by a provider that cannot ask. */
function providerAccount(component: pulumi.ComponentResource): Promise<unknown> {
  const provider = component.getProvider("aws:index/getCallerIdentity:getCallerIdentity");
  const ask = async () => {
    const asked = settled(getCallerIdentityOutput({}, { parent: component }).accountId);
    const account = await asked.catch(() => undefined);
    return pulumi.isUnknown(account) ? undefined : account;
  };
  return provider ? getOrMake(accounts, provider, ask) : ask();
}
