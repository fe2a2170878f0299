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
  const [old, now] = [partsByStack(before), partsByStack(after)];
  const none: Parts = new Map();
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((stack) => ({
      ...changesOf(stack, old.get(stack) ?? none, now.get(stack) ?? none),
      ...(!planned.has(stack) && { leaves: true as const }),
    }))
    .filter(({ added, changed, removed }) => added.length + changed.length + removed.length > 0);
}

/** A part of a stack: what it is made of, which both landing zones may share, and its content, made where it is compared. */
interface Part {
  of: object;
  content(): unknown;
}

/** What a stack deploys: each part by its name. */
type Parts = Map<string, Part>;

function changesOf(stack: string, old: Parts, now: Parts): StackChange {
  const names = [...now.keys()];
  return {
    stack,
    added: names.filter((name) => !old.has(name)),
    changed: names.filter((name) => {
      const was = old.get(name);
      const is = now.get(name);
      return was && was.of !== is?.of && !isSameJson(was.content(), is?.content());
    }),
    removed: [...old.keys()].filter((name) => !now.has(name)),
  };
}

function partsByStack(zone: LandingZone): Map<string, Parts> {
  const stacks = new Map<string, Parts>();
  const add = (stack: string, name: string, of: object, content: () => unknown = () => of) => {
    getOrMake(stacks, stack, () => new Map()).set(name, { of, content });
  };
  for (const whole of zone.clusters) {
    add(stackName(whole.account, "cluster"), `cluster ${whole.id}`, whole, () => {
      const { account, ...cluster } = whole;
      return [account, cluster];
    });
  }
  for (const whole of zone.secrets) {
    add(stackName(whole.account, "secrets"), `secret ${whole.id}`, whole, () => {
      const { account, former, grants: _, key, replicas, ...secret } = whole;
      const copies = replicas.map((one) => [one.region, one.key?.id]);
      const was = former && { ...former, account: former.account.id, key: former.key?.id };
      return [account, secret, secretTags(whole), key?.id, copies, was];
    });
  }
  for (const whole of zone.keys) {
    add(stackName(whole.account, "secrets"), `key ${whole.id}`, whole, () => {
      const { account, parameters: _, secrets: __, ...key } = whole;
      return [account, key];
    });
  }
  for (const whole of zone.parameters) {
    add(stackName(whole.account, "secrets"), `parameter ${whole.id}`, whole, () => {
      const { account, grants: _, key, ...parameter } = whole;
      return [account, parameter, key?.id];
    });
  }
  for (const whole of zone.readers) {
    add(stackName(whole.cluster.account, "workloads"), `reader ${whole.id}`, whole, () => {
      const { cluster, grants, ...reader } = whole;
      const reads = grants.map(({ reader: _, target, ...grant }) => [target.id, grant]);
      return [cluster.arn, reader, reads];
    });
  }
  for (const { account, document, kind, layer, subject } of deployedPolicies(zone, plannedArns)) {
    add(stackName(account, layer), `${titles[kind]} ${subject}`, document);
  }
  return stacks;
}

const titles = {
  podRolePolicy: "identity policy of",
  podRoleTrust: "trust policy of",
  secretKeyPolicy: "key policy of",
  secretResourcePolicy: "resource policy of",
};
