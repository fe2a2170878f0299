import type { EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";
import {
  type LandingZone,
  oidcProviderArn,
  type ResolvedReader,
  readerOf,
} from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import {
  podRoleTrust,
  roleWays,
  targetRoleTrust,
  targetRoleTrustInput,
} from "eks-pod-secrets/policy";
import { inParallel } from "iam-proof/collections";
import { type Import, importKey } from "../../../stacks/import-file";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { failureReason, nothingIf } from "../../aws/aws-error";
import { withinCluster } from "../../clusters/found-in-cluster";
import type { ReadObject } from "../../clusters/kubernetes-objects";
import { userReason } from "../../terminal/errors";
import { objectPath } from "../interrupted-run/find-object";
import { importedResource, isPartOf } from "./own-resources";
import type { PlannedRun } from "./planned-run";
import { classParts, type Parts, roleParts, unseenParts, wayParts } from "./seen-parts";

/** Calls in flight for one account or cluster. */
const AT_ONCE = 8;

type ImportingRun = Pick<PlannedRun, "importsOf" | "stacks" | "zone">;

/**
 * What somebody has changed since `adopt` saw it, in what a run imports, one sentence each: the run would take it away. `held`: keys of
 * what each stack holds already. Without any credentials of the account nothing is told, as its stack cannot run either.
 */
export async function changedSinceAdopt(
  run: ImportingRun,
  held: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const found = await inParallel(run.stacks, AT_ONCE, async (stack) => {
    const open = run
      .importsOf(stack.name)
      .filter((one) => one.seen && !held.get(stack.name)?.has(importKey(one)));
    return open.length > 0 ? changedOf(run, stack, open) : [];
  });
  return found.flat();
}

/** An object that a stack is to import, and the reader whose part it becomes. */
interface Asked {
  one: Import;
  reader: ResolvedReader;
}

async function changedOf(
  { zone }: ImportingRun,
  { account }: PlannedStack,
  open: readonly Import[],
): Promise<string[]> {
  const access = await accountAccess(account, account.region, "up").catch(userReason);
  if (typeof access === "string") return [];
  const asked = open.flatMap((one): Asked[] => {
    const reader = zone.readers.find((each) => isPartOf(each, one));
    return reader ? [{ one, reader }] : [];
  });
  const looked = async (what: string, look: () => Promise<string[] | undefined>) => {
    try {
      return (await look()) ?? [];
    } catch (error) {
      const reason = failureReason(error, `cannot look whether ${what} is as adopt saw it`);
      return [`${reason}; to go on without a look, take "seen" out of the entries`];
    }
  };
  const changes = async (all: readonly Asked[], partsOf: (one: Import) => Promise<Parts>) => {
    const found = await inParallel(all, AT_ONCE, (each) =>
      looked(each.one.id, async () => changesOf(zone, each, await partsOf(each.one))),
    );
    return found.flat();
  };
  const roles = asked.filter(({ one }) => one.type === ROLE);
  const others = asked.filter(({ one }) => one.type !== ROLE);
  const { IAM } = await import("@aws-sdk/client-iam");
  const iam = new IAM(access);
  const ofRoles = await changes(roles, ({ id }) => partsOfRole(iam, id));
  iam.destroy();
  const ofClusters = await inParallel(zone.clusters, AT_ONCE, async (cluster) => {
    const inCluster = others.filter(({ reader }) => reader.cluster === cluster);
    if (inCluster.length === 0) return [];
    return looked(`what is taken over in cluster ${cluster.id}`, () =>
      withinCluster(cluster, access, (eks, _, read) =>
        changes(inCluster, (one) => partsInCluster(eks, read, one, zone)),
      ),
    );
  });
  return [...ofRoles, ...ofClusters.flat()];
}

/** A sentence where an object has what would be lost. */
function changesOf(zone: LandingZone, { one, reader }: Asked, now: Parts): string[] {
  const { id, place, seen = {} } = one;
  const changes = unseenParts(now, seen, knownParts(zone, reader, now));
  if (changes.length === 0) return [];
  return [
    `${place}: ${id} has what adopt did not see, and up would take away: ${changes.join(", ")}; run eks-pod-secrets adopt --force to have it taken over, or change it back, or take "seen" out of the entry to let it go`,
  ];
}

/** What the inventory makes of a reader's objects, and the policies that it keeps, whatever they say. */
function knownParts(zone: LandingZone, reader: ResolvedReader, now: Parts): Parts[] {
  const { keptPolicies = [], permissionsBoundary, role, targetRole } = reader;
  const trust = podRoleTrust(readerOf(reader), roleWays(reader, { oidcProviderArn }));
  const kept = keptPolicies.map(({ arn, name }) =>
    arn === undefined ? `inline policy ${name}` : `managed policy ${arn}`,
  );
  return [
    roleParts({ trust, permissionsBoundary }),
    roleParts({ trust: targetRoleTrust(targetRoleTrustInput(zone, reader)) }),
    wayParts({ roleArn: role.arn, targetRoleArn: targetRole?.arn }),
    Object.fromEntries(kept.map((part) => [part, now[part] ?? ""])),
  ];
}

const ROLE = "aws:iam/role:Role";

/** Nothing where the role is not there: that `up` says. */
async function partsOfRole(iam: IAM, RoleName: string): Promise<Parts> {
  const { paginateListAttachedRolePolicies, paginateListRolePolicies } = await import(
    "@aws-sdk/client-iam"
  );
  const answer = await iam.getRole({ RoleName }).catch(nothingIf("NoSuchEntityException"));
  if (!answer?.Role) return {};
  const policies: { name: string; document: unknown }[] = [];
  for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const name of page.PolicyNames ?? []) {
      const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName: name });
      policies.push({ name, document: decoded(PolicyDocument) });
    }
  }
  for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
    for (const { PolicyArn: name = "" } of page.AttachedPolicies ?? [])
      policies.push({ name, document: undefined });
  }
  const { AssumeRolePolicyDocument, PermissionsBoundary } = answer.Role;
  return roleParts({
    trust: decoded(AssumeRolePolicyDocument),
    policies,
    permissionsBoundary: PermissionsBoundary?.PermissionsBoundaryArn,
  });
}

function decoded(document = "null"): unknown {
  return JSON.parse(decodeURIComponent(document));
}

/** What an association, a service account or a SecretProviderClass has; nothing where it is not there. */
async function partsInCluster(
  eks: EKS,
  read: ReadObject,
  one: Import,
  zone: LandingZone,
): Promise<Parts> {
  const resource = importedResource(one, zone);
  const path = objectPath(resource);
  if (!path) {
    const [clusterName, associationId] = one.id.split(",");
    const answer = await eks
      .describePodIdentityAssociation({ clusterName, associationId })
      .catch(nothingIf("ResourceNotFoundException"));
    return wayParts(answer?.association ?? {});
  }
  const { metadata = {}, spec = {} } = JSON.parse((await read(path)) ?? "{}");
  return one.type.endsWith(":ServiceAccount")
    ? wayParts({ roleArn: metadata.annotations?.[ROLE_ANNOTATION] })
    : classParts(spec);
}
