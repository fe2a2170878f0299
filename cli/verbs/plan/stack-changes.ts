import type { LandingZone } from "eks-pod-secrets/grant";
import { secretTags } from "eks-pod-secrets/policy";
import { getOrMake, isSameJson } from "iam-proof/collections";
import { stackName, stackPlan } from "../../../stacks/stack-plan";
import { plannedDocuments } from "./answer";
import type { PlanChanges } from "./shape";

/** What differs in one stack between two inventories, by names such as `reader orders`. */
type StackChange = PlanChanges["stacks"][number];

/** The stacks that differ between two landing zones, and in what; those that do not are left out. */
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

/** What a stack deploys: each part by its name, as what its JSON is made of. */
type Parts = Map<string, unknown>;

function changesOf(stack: string, old: Parts, now: Parts): StackChange {
  const names = [...now.keys()];
  return {
    stack,
    added: names.filter((name) => !old.has(name)),
    changed: names.filter((name) => old.has(name) && !isSameJson(old.get(name), now.get(name))),
    removed: [...old.keys()].filter((name) => !now.has(name)),
  };
}

function partsByStack(zone: LandingZone): Map<string, Parts> {
  const stacks = new Map<string, Parts>();
  const add = (stack: string, name: string, content: unknown) => {
    getOrMake(stacks, stack, () => new Map()).set(name, content);
  };
  for (const { account, ...cluster } of zone.clusters) {
    add(stackName(account, "cluster"), `cluster ${cluster.id}`, [account, cluster]);
  }
  for (const whole of zone.secrets) {
    const { account, former, grants: _, key, replicas, ...secret } = whole;
    const copies = replicas.map((one) => [one.region, one.key?.id]);
    const was = former && { ...former, account: former.account.id, key: former.key?.id };
    const content = [account, secret, secretTags(whole), key?.id, copies, was];
    add(stackName(account, "secrets"), `secret ${secret.id}`, content);
  }
  for (const { account, parameters: _, secrets: __, ...key } of zone.keys) {
    add(stackName(account, "secrets"), `key ${key.id}`, [account, key]);
  }
  for (const { account, grants: _, key, ...parameter } of zone.parameters) {
    const content = [account, parameter, key?.id];
    add(stackName(account, "secrets"), `parameter ${parameter.id}`, content);
  }
  for (const { cluster, grants, ...reader } of zone.readers) {
    const reads = grants.map(({ reader: _, target, ...grant }) => [target.id, grant]);
    add(stackName(cluster.account, "workloads"), `reader ${reader.id}`, [
      cluster.arn,
      reader,
      reads,
    ]);
  }
  for (const { document, kind, stack, subject } of plannedDocuments(zone)) {
    add(stack, `${titles[kind]} ${subject}`, document);
  }
  return stacks;
}

const titles = {
  podRolePolicy: "identity policy of",
  podRoleTrust: "trust policy of",
  secretKeyPolicy: "key policy of",
  secretResourcePolicy: "resource policy of",
};
