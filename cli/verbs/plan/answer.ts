import {
  type DeployedPolicy,
  deployedPolicies,
  plannedArns,
} from "eks-pod-secrets/access/landing-zone";
import { renames } from "eks-pod-secrets/change-losses";
import {
  type LandingZone,
  type ResolvedReader,
  type ResolvedSecret,
  sessionTagsPercent,
} from "eks-pod-secrets/grant";
import { policyBudgets, policySize } from "eks-pod-secrets/policy";
import { stringify } from "yaml";
import { quotaUses } from "../../../stacks/quotas";
import { type PlannedStack, stackName, stackPlan } from "../../../stacks/stack-plan";
import { codeOf, type Limits } from "./quotas-shape";
import type { PlanAnswer } from "./shape";

/** What deploying an inventory would do. */
export function planAnswer(zone: LandingZone, file: string): PlanAnswer {
  return {
    file,
    stacks: stackPlan(zone).map(stackOf),
    readers: [...zone.readers, ...zone.externalReaders].map((reader) => ({
      reader: reader.id,
      ...(reader.external && { external: true as const }),
      cluster: reader.cluster.id,
      namespace: reader.namespace,
      serviceAccount: reader.serviceAccount,
      account: reader.cluster.account.name,
      role: reader.role.arn,
      ...(reader.targetRole && { targetRole: reader.targetRole.arn }),
      reads: reader.grants.map(({ crossAccount, file: mounted, kind, target }) => ({
        kind,
        name: target.id,
        account: target.account.name,
        crossAccount,
        file: mounted,
      })),
    })),
    documents: deployedPolicies(zone, plannedArns).map(sizeOf),
    ...quotasAnswer(zone),
    renames: renames(zone),
    ownersToAsk: ownersToAsk(zone),
  };
}

function stackOf({ account, dependsOn, layer, name }: PlannedStack): PlanAnswer["stacks"][number] {
  const { id: accountId, region } = account;
  return { name, account: account.name, accountId, region, layer, dependsOn };
}

/** What other owners must add to their inventories so that this inventory's readers can read their secrets. */
export function ownersToAsk({ externalSecrets }: LandingZone): PlanAnswer["ownersToAsk"] {
  const read = externalSecrets.filter(({ grants }) => grants.length > 0);
  return [...new Set(read.map(({ account }) => account.id))].map((account) => {
    const secrets = read.filter((secret) => secret.account.id === account);
    return {
      account,
      secrets: secrets.map(({ existingArn = "" }) => existingArn),
      yaml: stringify({ readers: readersOf(secrets) }, { lineWidth: 0 }),
    };
  });
}

function readersOf(secrets: ResolvedSecret[]): Record<string, object> {
  const readers = new Set(secrets.flatMap(({ grants }) => grants.map(({ reader }) => reader)));
  return Object.fromEntries([...readers].map((reader) => [reader.id, entryOf(reader, secrets)]));
}

function entryOf(reader: ResolvedReader, secrets: ResolvedSecret[]): object {
  const { cluster, clusterArn, namespace, region, role, serviceAccount } = reader;
  const read = secrets.filter(({ grants }) => grants.some((grant) => grant.reader === reader));
  return {
    external: true,
    clusterArn,
    namespace,
    serviceAccount,
    roleArn: role.arn,
    ...(region !== cluster.region && { region }),
    reads: read.map(({ name }) => name),
  };
}

/** A document's size beside the limit that AWS sets for its kind. */
function sizeOf({ account, document, kind, layer, path, subject }: DeployedPolicy) {
  const { limit, unit } = policyBudgets[kind];
  const [section, entry] = path;
  const reader = section === "readers" && entry !== undefined ? { reader: entry } : {};
  const stack = stackName(account, layer);
  return { stack, kind, subject, ...reader, size: policySize(kind, document), limit, unit };
}

/** How close a landing zone comes to AWS's quotas. */
function quotasAnswer(zone: LandingZone): Pick<Limits, "quotas" | "sessionTags"> {
  const sessionTags = zone.readers
    .map((reader) => ({ reader: reader.id, percent: sessionTagsPercent(reader) }))
    .sort((one, other) => other.percent - one.percent)[0];
  return {
    ...(sessionTags && { sessionTags }),
    quotas: quotaUses(zone).map(({ account, path: _, quota, ...use }) => ({
      ...{ quota, account: account.name, ...use, ...codeOf(quota) },
    })),
  };
}
