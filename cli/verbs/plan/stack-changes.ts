import { deployedPolicies, plannedArns } from "eks-pod-secrets/access/landing-zone";
import type { LandingZone } from "eks-pod-secrets/grant";
import { secretTags } from "eks-pod-secrets/policy";
import { getOrMake, isSameJson } from "iam-proof/collections";
import { stackName, stackPlan } from "../../../stacks/stack-plan";
import type { PlanChanges } from "./shape";

/** What differs in one stack between two inventories, by names such as `reader orders`. */
type StackChange = PlanChanges["stacks"][number];

/** The stacks that differ between two landing zones, with what differs. */
export function stackChanges(before: LandingZone, after: LandingZone): StackChange[] {
  const old = partsByStack(before, entriesOf(after));
  const now = partsByStack(after, entriesOf(before));
  const none: Parts = new Map();
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((stack) => ({
      ...changesOf(stack, old.get(stack) ?? none, now.get(stack) ?? none),
      ...(!planned.has(stack) && { leaves: true as const }),
    }))
    .filter(({ added, changed, removed }) => added.length + changed.length + removed.length > 0);
}

/** What a stack deploys: the content of each part by its name, made where it is compared. */
type Parts = Map<string, () => unknown>;

function changesOf(stack: string, old: Parts, now: Parts): StackChange {
  const names = [...now.keys()];
  return {
    stack,
    added: names.filter((name) => !old.has(name)),
    changed: names.filter((name) => {
      const was = old.get(name);
      const is = now.get(name);
      return was && !isSameJson(was(), is?.());
    }),
    removed: [...old.keys()].filter((name) => !now.has(name)),
  };
}

/** What the parts of a landing zone's stacks are made of. Two landing zones may share it. */
function entriesOf(zone: LandingZone): ReadonlySet<object> {
  const { clusters, keys, parameters, readers, secrets } = zone;
  const policies = deployedPolicies(zone, plannedArns);
  return new Set([clusters, keys, parameters, readers, secrets, policies].flat());
}

/** All stacks, each with its parts that are made of no entry of the `other` landing zone. */
function partsByStack(zone: LandingZone, other: ReadonlySet<object>): Map<string, Parts> {
  const stacks = new Map<string, Parts>();
  const add = (stack: string, of: object, title: string, id: string, content: () => unknown) => {
    const parts = getOrMake(stacks, stack, () => new Map());
    if (!other.has(of)) parts.set(`${title} ${id}`, content);
  };
  for (const whole of zone.clusters) {
    add(stackName(whole.account, "cluster"), whole, "cluster", whole.id, () => {
      const { account, ...cluster } = whole;
      return [account, cluster];
    });
  }
  for (const whole of zone.secrets) {
    add(stackName(whole.account, "secrets"), whole, "secret", whole.id, () => {
      const { account, former, grants: _, key, replicas, ...secret } = whole;
      const copies = replicas.map((one) => [one.region, one.key?.id]);
      const was = former && { ...former, account: former.account.id, key: former.key?.id };
      return [account, secret, secretTags(whole), key?.id, copies, was];
    });
  }
  for (const whole of zone.keys) {
    add(stackName(whole.account, "secrets"), whole, "key", whole.id, () => {
      const { account, parameters: _, secrets: __, ...key } = whole;
      return [account, key];
    });
  }
  for (const whole of zone.parameters) {
    add(stackName(whole.account, "secrets"), whole, "parameter", whole.id, () => {
      const { account, grants: _, key, ...parameter } = whole;
      return [account, parameter, key?.id];
    });
  }
  for (const whole of zone.readers) {
    add(stackName(whole.cluster.account, "workloads"), whole, "reader", whole.id, () => {
      const { cluster, grants, ...reader } = whole;
      const reads = grants.map(({ reader: _, target, ...grant }) => [target.id, grant]);
      return [cluster.arn, reader, reads];
    });
  }
  for (const whole of deployedPolicies(zone, plannedArns)) {
    const { account, document, kind, layer, subject } = whole;
    add(stackName(account, layer), whole, titles[kind], subject, () => document);
  }
  return stacks;
}

const titles = {
  podRolePolicy: "identity policy of",
  podRoleTrust: "trust policy of",
  secretKeyPolicy: "key policy of",
  secretResourcePolicy: "resource policy of",
};
