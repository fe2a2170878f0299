import type { AccessDocuments } from "eks-pod-secrets/access";
import {
  keptBy,
  landingZoneDocuments,
  type PoliciesOfFiles,
  plannedArns,
  waysOfReader,
} from "eks-pod-secrets/access/landing-zone";
import {
  type ResourceDocuments,
  refreshedPolicies,
  resourceDocuments,
  type StackResource,
  UnreadableResource,
} from "eks-pod-secrets/access/resources";
import {
  aliasArn,
  type LandingZone,
  parseArn,
  type ResolvedCluster,
  type ResolvedKey,
} from "eks-pod-secrets/grant";
import type { AssignedArns } from "eks-pod-secrets/policy";
import type { RawPolicy } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import { findByArn, isOtherWay } from "iam-proof/domain";
import { stackPlan } from "../../stacks/stack-plan";
import { heldWays, openWayWords } from "../stacks/run/close-former-ways";
import { UserError } from "../terminal/errors";
import { progressBar } from "../terminal/progress-bar";
import { arnsIn } from "./arns-in";
import { declaredDocuments } from "./declared-documents";
import { policiesOfFiles } from "./policies-of-files";
import { notesOfOthers, type SourceDocuments, withOthers } from "./source-documents";
import { heldResources, plannedResources } from "./stacks/stack-resources";

/** Runs of the Pulumi CLI at once. Each takes a processor. */
const AT_ONCE = 2;

/**
 * The documents that the stacks of an inventory hold, or would hold after their next deployment. Grants come from the inventory,
 * and so do parameters, which no stack holds.
 */
export async function stackDocuments(
  zone: LandingZone,
  file: string,
  kind: "preview" | "state",
): Promise<SourceDocuments> {
  const control = await policiesOfFiles(zone, file);
  const bar = progressBar("reading");
  const stacks = stackPlan(zone);
  let done = 0;
  const resources = await inParallel(stacks, AT_ONCE, async ({ account, name }) => {
    const found =
      kind === "preview"
        ? await plannedResources(name, account, file)
        : await heldResources(name, file);
    bar.update(++done, stacks.length);
    return found;
  }).finally(bar.end);
  const title = kind === "state" ? `the state of ${file}` : `the preview of ${file}`;
  return { title, zone, ...documentsOf(zone, resources.flat(), control) };
}

/** The documents among the resources of a landing zone's stacks, and what they do not show. */
export function documentsOf(
  zone: LandingZone,
  resources: StackResource[],
  control: PoliciesOfFiles,
): Pick<SourceDocuments, "declared" | "documents" | "gaps" | "notes"> {
  const found = readableDocuments(resources);
  const { adopted, aliases, keys, roles, secrets, unread } = found;
  const arns = arnsIn({ secrets }, named(aliases, providersOf(zone, resources)));
  const planned = landingZoneDocuments(zone, arns, control);
  // The inventory says with which tokens pods take on a role, now and formerly.
  const ways = zone.readers.flatMap((reader) => waysOfReader(reader, arns)).filter(isOtherWay);
  const associations = [...found.associations, ...ways];
  const readers = new Set(
    [...associations, ...(planned.associations ?? [])].flatMap(({ roleArn, targetRoleArn }) => [
      roleArn,
      targetRoleArn,
    ]),
  );
  const own = roles.filter(({ arn }) => readers.has(arn));
  const kept = keptManaged(zone, control);
  const attached = (role: string) => unread.filter(({ roleArn }) => roleArn === role);
  const documents: AccessDocuments = {
    ...planned,
    keys: [...keys, ...existing(planned.keys, existingArns(zone.keys), adopted)],
    secrets: [
      ...secrets.map(declaredIn(planned)),
      ...existing(planned.secrets, existingArns(zone.secrets), adopted),
    ],
    roles: own.map((role) => ({
      ...role,
      ...keptBy(role.arn, control),
      policies: [
        ...(role.policies ?? []),
        ...attached(role.arn).flatMap((one) => kept.get(keptKey(one)) ?? []),
      ],
    })),
    associations,
  };
  return {
    declared: async () =>
      declaredDocuments(zone, documents.secrets ?? [], arns, knownKey(aliases), control),
    documents: withOthers(documents, zone, arns),
    gaps: refreshedPolicies(resources),
    notes: [
      ...notesOfOthers(zone),
      ...unread
        .filter(({ roleArn }) => own.some(({ arn }) => arn === roleArn))
        .map((one) => {
          const { policyArn, roleArn } = one;
          const instead = kept.has(keptKey(one))
            ? "is as the inventory's file has it"
            : "was left out";
          return `${policyArn} of ${roleArn} is in no stack, and ${instead}: --live reads it`;
        }),
      ...resources.flatMap(formerWayNotes),
    ],
  };
}

/** The managed policies that existing roles keep, from the inventory's files. */
function keptManaged(zone: LandingZone, { keptPolicies }: PoliciesOfFiles): Map<string, RawPolicy> {
  return new Map(
    zone.readers.flatMap(({ keptPolicies: kept = [], role }) => {
      const documents = keptPolicies?.get(role.arn) ?? [];
      return kept.flatMap(({ arn }, index): [string, RawPolicy][] => {
        const document = documents[index];
        return arn && document ? [[keptKey({ policyArn: arn, roleArn: role.arn }), document]] : [];
      });
    }),
  );
}

function keptKey({ policyArn, roleArn }: { policyArn: string; roleArn: string }): string {
  return `${roleArn} ${policyArn}`;
}

function readableDocuments(resources: StackResource[]): ResourceDocuments {
  try {
    return resourceDocuments(resources);
  } catch (error) {
    if (!(error instanceof UnreadableResource)) throw error;
    throw new UserError(`${error.message}; prove the inventory instead, without --preview`);
  }
}

/** Notes owners that still let readers in by their former way: the documents have both ways, and a proof does not tell them apart. */
function formerWayNotes(resource: StackResource): string[] {
  const [, , stack = ""] = resource.urn.split(":");
  return heldWays(stack, [resource]).map(openWayWords);
}

/** Names keys by their aliases if no secret of the stacks uses them, such as a parameter's key. `providers`: ARNs by cluster. */
function named(
  aliases: ReadonlyMap<string, string>,
  providers: ReadonlyMap<ResolvedCluster, string>,
): AssignedArns {
  const known = knownKey(aliases);
  return {
    ...plannedArns,
    keyArn: (key) => known(key) ?? plannedArns.keyArn(key),
    oidcProviderArn: (cluster) => providers.get(cluster) ?? plannedArns.oidcProviderArn(cluster),
  };
}

/** ARNs of the OIDC providers that the stacks created for their own clusters. */
function providersOf(
  { clusters }: LandingZone,
  resources: readonly StackResource[],
): Map<ResolvedCluster, string> {
  const made = resources.filter(({ type }) => type === OIDC_PROVIDER);
  return new Map(
    clusters.flatMap((cluster) => {
      const own = made.find(({ urn }) => urn.endsWith(`::${cluster.id}-tokens`));
      const arn = own?.outputs.arn;
      return typeof arn === "string" && parseArn(arn) ? [[cluster, arn] as const] : [];
    }),
  );
}

const OIDC_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

function knownKey(aliases: ReadonlyMap<string, string>) {
  return ({ account, alias, existingArn, region }: ResolvedKey): string | undefined =>
    alias === undefined
      ? existingArn
      : aliases.get(aliasArn({ account: account.id, region }, alias));
}

function existingArns(objects: { existingArn?: string }[]): (string | undefined)[] {
  return objects.map(({ existingArn }) => existingArn);
}

/** Secrets or keys that existed before. The stacks do not create them, but set these policies on them. */
function existing<T extends { arn: string; policy?: RawPolicy | null }>(
  planned: T[] | null | undefined,
  arns: (string | undefined)[],
  adopted: Map<string, RawPolicy>,
): T[] {
  return (planned ?? [])
    .filter(({ arn }) => arns.includes(arn))
    .map((one) => ({ ...one, policy: adopted.get(one.arn) ?? null }));
}

/** The inventory says whether a secret is to be sealed, and which role rotates it. */
function declaredIn({ secrets }: AccessDocuments) {
  return <T extends { arn: string }>(secret: T) => {
    const { rotation, sealed = false } = findByArn(secrets, secret.arn) ?? {};
    return { ...secret, sealed, ...(rotation && { rotation }) };
  };
}
