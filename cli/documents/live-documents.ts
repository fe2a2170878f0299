import { type AccessDocuments, everyoneInAccounts } from "eks-pod-secrets/access";
import { keptBy, landingZoneDocuments, plannedArns } from "eks-pod-secrets/access/landing-zone";
import { type LandingZone, parseArn, type ResolvedAccount } from "eks-pod-secrets/grant";
import { type AssignedArns, secretArnIn } from "eks-pod-secrets/policy";
import { inParallel } from "iam-proof/collections";
import { count } from "../terminal/output";
import { progressBar } from "../terminal/progress-bar";
import { arnsIn } from "./arns-in";
import { declaredDocuments } from "./declared-documents";
import { LIVE_CALLS } from "./live/calls";
import { liveCompute } from "./live/compute";
import { type LiveAccount, liveAccounts } from "./live/live-accounts";
import { AT_ONCE, ask, orUnread } from "./live/live-call";
import { liveObjects } from "./live/live-objects";
import { liveOrganization } from "./live/organization";
import { foundRotations } from "./live/rotation";
import type { Unread } from "./live/unread";
import { requireOwnPartitions } from "./partition-problems";
import { policiesOfFiles } from "./policies-of-files";
import { notesOfOthers, type SourceDocuments, withOthers } from "./source-documents";

/**
 * The contents of an inventory's accounts, read with the AWS SDK: the objects that it declares, all associations of its clusters,
 * and all roles and users of its accounts. The grants come from the inventory. What could not be read is a gap in the documents.
 */
export async function liveDocuments(zone: LandingZone, file: string): Promise<SourceDocuments> {
  const control = await policiesOfFiles(zone, file);
  const from = new Date();
  const bar = progressBar("reading");
  try {
    const accounts = await liveAccounts(zone);
    const { objects, unread: ofObjects } = await liveObjects(zone, accounts, bar.update);
    const to = new Date();
    const arns = arnsIn(objects, { ...plannedArns, oidcProviderArn: providerIn(accounts) });
    const planned = landingZoneDocuments(zone, arns, control);
    const unread = withKeys(zone, arns, objects, [
      ...accounts.flatMap((account) => account.unread),
      ...ofObjects,
    ]);
    const vpcEndpoints = accounts.flatMap((account) => account.vpcEndpoints);
    const oidcProviders = accounts.flatMap(({ account, oidcProviders: providers }) =>
      providers ? [{ account: account.id, providers }] : [],
    );
    const read = {
      ...planned,
      ...objects,
      ...(oidcProviders.length > 0 && { oidcProviders }),
      ...(vpcEndpoints.length > 0 && { vpcEndpoints }),
    };
    requireOwnPartitions(`each account of ${file}`, read, accounts);
    const { callers, documents, everyone, gaps, policyChangers } = everyoneInAccounts(
      read,
      [...zone.readers, ...zone.externalReaders],
      accounts,
      unread,
    );
    const notes = [
      ...missing(zone, objects, arns.secretArn, unread),
      ...accounts.flatMap((account) => account.notes),
      ...notesOfOthers(zone),
      ...foundRotations(zone.secrets, objects.secrets),
      ...callers.map(
        ({ account, arn }) =>
          `${arn}, with whose credentials account ${account} was read, may read its secrets and counts as one of its administrators`,
      ),
      ...accounts.filter(({ account }) => owns(zone, account)).flatMap(checked),
      controlNote(zone),
    ];
    const beyond = async () => {
      const organization = await liveOrganization(zone, accounts);
      const roles = [...(everyone.roles ?? []), ...(organization.documents.roles ?? [])];
      const reached = [...accounts, ...organization.accounts];
      return { organization, ...(await liveCompute(reached, { roles })) };
    };
    const live = { from, to, unread, beyond, again: () => liveDocuments(zone, file) };
    const managed = accounts.map((account) => account.managedPolicies);
    const beside = managed.every((one) => one)
      ? { managedPolicies: managed.flatMap((one) => one ?? []) }
      : {};
    const isEveryoneKnown = unread.every(({ open }) => open.kind !== "account");
    const roles = documents.roles?.map((role) => ({ ...role, ...keptBy(role.arn, control) }));
    const isRead = (arn: string) => isOfAccounts(arn, accounts, zone);
    return {
      title: `the accounts of ${file}`,
      documents: withOthers({ ...documents, roles }, zone, arns, isRead),
      everyone: withOthers(everyone, zone, arns, isRead),
      gaps,
      ...(isEveryoneKnown && { policyChangers }),
      beside,
      notes,
      zone,
      declared: async () => {
        const keys = await keysByAlias(zone, accounts);
        return declaredDocuments(zone, objects.secrets, arns, (key) => keys.get(key.id), control);
      },
      live,
    };
  } finally {
    bar.end();
  }
}

/** The OIDC provider of a cluster. For a created one, the account's provider for its issuer. */
function providerIn(accounts: readonly LiveAccount[]): AssignedArns["oidcProviderArn"] {
  const all = accounts.flatMap(({ oidcProviders = [] }) => oidcProviders);
  return (cluster) =>
    cluster.oidcProvider ??
    all.find(({ clusterArn }) => clusterArn === cluster.arn)?.arn ??
    plannedArns.oidcProviderArn(cluster);
}

/** Whether a role is in an account that was read, or a cluster belongs to the inventory, so that its pods were read. */
function isOfAccounts(arn: string, accounts: LiveAccount[], { clusters }: LandingZone): boolean {
  const { account: id, service } = parseArn(arn) ?? {};
  if (service === "eks") return clusters.some((cluster) => cluster.arn === arn);
  return accounts.some(({ account }) => account.id === id);
}

/** Finds the declared keys through the secrets and parameters that they encrypt, unless those could not be read. */
function withKeys(
  { keys }: LandingZone,
  arns: AssignedArns,
  objects: AccessDocuments,
  unread: Unread[],
): Unread[] {
  const known = new Set((objects.keys ?? []).map(({ arn }) => arn));
  const ofKeys = keys.flatMap((key) => {
    const arn = arns.keyArn(key);
    const encrypted = new Set([
      ...key.secrets.map((secret) => secretArnIn(key.region, arns.secretArn(secret))),
      ...key.parameters.map((parameter) => parameter.arn),
    ]);
    const failed = unread.find(({ open }) => "arn" in open && encrypted.has(open.arn));
    return known.has(arn) || !failed ? [] : [{ ...failed, open: { kind: "key" as const, arn } }];
  });
  return [...unread, ...ofKeys];
}

/** Control policies can be read in an organization's management account alone. */
function controlNote({ organization }: LandingZone): string {
  const { resourceControlPolicies, serviceControlPolicies } = organization;
  const files = [...serviceControlPolicies, ...resourceControlPolicies];
  const given = files.length > 0 ? `are those of ${files.join(", ")}` : "are taken to be none";
  return `service and resource control policies ${given}, as the inventory says, and were not read: no account but the organization's own may read them; others could only keep readers out, and grant-available assumes that none does`;
}

function owns({ parameters, secrets }: LandingZone, account: ResolvedAccount): boolean {
  return [...secrets, ...parameters].some((one) => one.account === account);
}

function checked({ account, identities: { roles, users }, unread }: LiveAccount): string[] {
  if (unread.some(({ open }) => open.kind === "account")) return [];
  return [
    `owner-principals-closed was checked in account ${account.id}: ${count(roles.length, "role")} and ${count(users.length, "user")}; of its root user it stays an assumption`,
  ];
}

/** What is declared and does not exist. */
function missing(
  zone: LandingZone,
  { parameters, secrets }: AccessDocuments,
  secretArn: (secret: LandingZone["secrets"][number]) => string,
  unread: Unread[],
): string[] {
  const known = new Set([
    ...[...(secrets ?? []), ...(parameters ?? [])].map(({ arn }) => arn),
    ...unread.flatMap(({ open }) => ("arn" in open ? [open.arn] : [])),
  ]);
  return [
    ...zone.secrets.filter((secret) => !known.has(secretArn(secret))),
    ...zone.parameters.filter(({ arn }) => !known.has(arn)),
  ].map(({ account, id }) => `account ${account.id} (${account.name}) has no ${id}`);
}

/** The ARNs of an inventory's keys, by their ids. For a key that is named by its alias, AWS's answer, if there is one. */
export async function keysByAlias(
  { keys }: Pick<LandingZone, "keys">,
  accounts: readonly Pick<LiveAccount, "access" | "account">[],
): Promise<Map<string, string>> {
  const arns = await inParallel(keys, AT_ONCE, async (key): Promise<[string, string][]> => {
    const { account, alias, existingArn, id, region } = key;
    if (existingArn) return [[id, existingArn]];
    const access = accounts.find((one) => one.account.id === account.id)?.access?.(region);
    if (!access || alias === undefined) return [];
    const asked = { KeyId: `alias/${alias}` };
    const found = await orUnread(
      () => ask(LIVE_CALLS.describeKey, access, asked),
      () => undefined,
    );
    return found?.KeyMetadata?.Arn ? [[id, found.KeyMetadata.Arn]] : [];
  });
  return new Map(arns.flat());
}
