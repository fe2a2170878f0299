import {
  type LandingZone,
  oidcProviderArn,
  type ResolvedAccount,
  readerOf,
} from "eks-pod-secrets/grant";
import {
  podRoleTrust,
  roleWays,
  secretTags,
  targetRoleTrust,
  targetRoleTrustInput,
} from "eks-pod-secrets/policy";
import { inParallel } from "iam-proof/collections";
import { type Import, importKey } from "../../../stacks/import-file";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { failureReason } from "../../aws/aws-error";
import { withinCluster } from "../../clusters/found-in-cluster";
import { userReason } from "../../terminal/errors";
import { absentWords } from "../backend/import-files";
import { objectPath } from "../interrupted-run/find-object";
import { importedPlace, importedResource } from "./own-resources";
import type { PlannedRun } from "./planned-run";
import { type Parts, roleParts, secretParts, tagParts, unseenParts, wayParts } from "./seen-parts";

/** Calls in flight for one account or cluster. */
const AT_ONCE = 8;

type ImportingRun = Pick<PlannedRun, "importsOf" | "stacks" | "zone">;

/**
 * What is gone of what a run imports, and what somebody has changed in it since `adopt` saw it, one sentence each: the run would fail
 * half way, or take it away. `held`: keys of what each stack holds already. Without any credentials of the account nothing is told, as
 * its stack cannot run either.
 */
export async function changedSinceAdopt(
  run: ImportingRun,
  held: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const found = await inParallel(run.stacks, AT_ONCE, async (stack) => {
    const open = run
      .importsOf(stack.name)
      .filter((one) => !held.get(stack.name)?.has(importKey(one)));
    return open.length > 0 ? changedOf(run, stack, open) : [];
  });
  return found.flat();
}

async function changedOf(
  { zone }: ImportingRun,
  { account }: PlannedStack,
  open: readonly Import[],
): Promise<string[]> {
  const access = await accountAccess(account, account.region, "up").catch(userReason);
  if (typeof access === "string") return [];
  const { partsInAws, partsInCluster } = await import("./imported-parts.js");
  const changes = (all: readonly Import[], partsOf: (one: Import) => Promise<Parts | undefined>) =>
    inParallel(all, AT_ONCE, (one) =>
      looked([one], one.id, async () => changesOf(zone, account, one, await partsOf(one))),
    );
  const isObject = ({ type }: Import) => type.startsWith("kubernetes:");
  const inAws = await changes(
    open.filter((one) => !isObject(one)),
    (one) =>
      partsInAws({ ...access, region: importedPlace(one, zone).region ?? account.region }, one),
  );
  const inClusters = await inParallel(zone.clusters, AT_ONCE, async (cluster) => {
    const own = open.filter((one) => isObject(one) && importedPlace(one, zone).cluster === cluster);
    if (own.length === 0) return [];
    return looked(own, `what is taken over in cluster ${cluster.id}`, async () => {
      const all = await withinCluster(cluster, access, (_eks, _described, read) =>
        changes(own, async (one) => {
          const path = objectPath(importedResource(one, zone));
          const json = path === undefined ? "{}" : await read(path);
          return json === undefined ? undefined : partsInCluster(one, json);
        }),
      );
      return all?.flat() ?? [];
    });
  });
  return [...inAws, ...inClusters].flat();
}

/** What a look finds. Where nobody can look, that is told of what adopt saw: of the rest the engine will say it. */
async function looked(
  all: readonly Import[],
  what: string,
  look: () => Promise<string[]>,
): Promise<string[]> {
  try {
    return await look();
  } catch (error) {
    const reason = failureReason(error, `cannot look whether ${what} is as adopt saw it`);
    const isSeen = all.some(({ seen }) => seen);
    return isSeen ? [`${reason}; to go on without a look, take "seen" out of the entries`] : [];
  }
}

/** A sentence where an object is gone, or has what would be lost. */
function changesOf(
  zone: LandingZone,
  account: ResolvedAccount,
  one: Import,
  now: Parts | undefined,
): string[] {
  const { id, place, seen } = one;
  if (!now) return [absentWords(one)];
  const changes = seen ? unseenParts(now, seen, knownParts(zone, account, one, now)) : [];
  if (changes.length === 0) return [];
  return [
    `${place}: ${id} has what adopt did not see, and up would take away: ${changes.join(", ")}; run eks-pod-secrets adopt --force to see it, too, or change it back, or take "seen" out of the entry to let it go`,
  ];
}

/** What the inventory says of a secret that a person may have changed in both places. */
function declaredParts({ description, rotation }: LandingZone["secrets"][number]): Parts {
  const { automaticallyAfterDays, lambdaArn } = rotation?.schedule ?? {};
  return secretParts({
    Description: description,
    RotationEnabled: lambdaArn !== undefined,
    RotationLambdaARN: lambdaArn,
    RotationRules: { AutomaticallyAfterDays: automaticallyAfterDays },
  });
}

/** What the inventory makes of an object, and the policies that it keeps, whatever they say. */
function knownParts(zone: LandingZone, account: ResolvedAccount, one: Import, now: Parts): Parts[] {
  const { reader } = importedPlace(one, zone);
  const secret = zone.secrets.find(
    (each) => each.account === account && one.name === `${each.id}-secret`,
  );
  const tags = tagParts({ ...account.tags, ...(secret && secretTags(secret)) });
  if (secret) return [tags, declaredParts(secret)];
  if (!reader) return [tags];
  const { keptPolicies = [], permissionsBoundary, role, targetRole } = reader;
  const trust = podRoleTrust(readerOf(reader), roleWays(reader, { oidcProviderArn }));
  const kept = keptPolicies.map(({ arn, name }) =>
    arn === undefined ? `inline policy ${name}` : `managed policy ${arn}`,
  );
  return [
    tags,
    roleParts({ trust, permissionsBoundary }),
    roleParts({ trust: targetRoleTrust(targetRoleTrustInput(zone, reader)) }),
    wayParts({ roleArn: role.arn, targetRoleArn: targetRole?.arn }),
    Object.fromEntries(kept.map((part) => [part, now[part] ?? ""])),
  ];
}
