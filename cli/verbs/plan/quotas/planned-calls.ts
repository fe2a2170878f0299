import type { LandingZone, ResolvedAccount } from "../../../../sdk/grant";
import { secretResourcePolicy, secretResourcePolicyInput } from "../../../../sdk/policy";
import type { RateQuotaName } from "../../../../sdk/rules/quotas";
import { type Layer, stackName } from "../../../../stacks/stack-plan";

/** Calls that the first deployment of a stack makes, of those whose rate AWS publishes. */
export interface PlannedCalls {
  /** Name of the stack. */
  stack: string;
  /** The account whose rate they count against. */
  account: ResolvedAccount;
  region: string;
  rate: RateQuotaName;
  calls: number;
}

/** As the provider makes them: it reads a secret's policy after it made the secret, and after it put the policy. */
const CALLS_OF = {
  createdKey: { createKeyRate: 1, enableKeyRotationRate: 1, createAliasRate: 1 },
  keyPolicy: { putKeyPolicyRate: 1 },
  createdSecret: { createSecretRate: 1, secretPolicyRate: 1, secretReadRate: 1 },
  secretPolicy: { secretPolicyRate: 2 },
} as const satisfies Record<string, { readonly [Rate in RateQuotaName]?: number }>;

/** Every call that a landing zone's first deployment makes, of those whose rate AWS publishes. */
export function plannedCalls(zone: LandingZone): PlannedCalls[] {
  const planned = new Map<string, PlannedCalls>();
  const call = (where: Where, calls: { readonly [Rate in RateQuotaName]?: number }, times = 1) => {
    const { account, layer, region } = where;
    const stack = stackName(account, layer);
    for (const [name, each] of Object.entries(calls)) {
      const rate = name as RateQuotaName;
      const key = [stack, region, rate].join(" ");
      const known = planned.get(key) ?? { stack, account, region, rate, calls: 0 };
      planned.set(key, { ...known, calls: known.calls + each * times });
    }
  };
  for (const { account, existingArn, region } of zone.keys) {
    const where: Where = { account, region, layer: "secrets" };
    if (existingArn === undefined) call(where, CALLS_OF.createdKey);
    call(where, CALLS_OF.keyPolicy);
  }
  for (const secret of zone.secrets) {
    const where: Where = { account: secret.account, region: secret.region, layer: "secrets" };
    if (secret.existingArn === undefined) call(where, CALLS_OF.createdSecret);
    const hasPolicy = secretResourcePolicy(secretResourcePolicyInput(zone, secret)) !== undefined;
    if (hasPolicy) call(where, CALLS_OF.secretPolicy);
  }
  for (const { cluster, deployment, grants, region } of zone.readers) {
    // Each pod reads what it mounts, by the rates of its own account.
    const where: Where = { account: cluster.account, region, layer: "workloads" };
    const pods = deployment?.replicas ?? 0;
    const secrets = grants.filter(({ kind }) => kind === "secret").length;
    if (pods * secrets > 0) call(where, { secretReadRate: secrets }, pods);
    if (pods > 0 && secrets < grants.length) call(where, { parameterReadRate: 1 }, pods);
  }
  return [...planned.values()];
}

interface Where {
  account: ResolvedAccount;
  region: string;
  layer: Layer;
}
