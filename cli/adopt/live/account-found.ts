import { parseArn, type ResolvedAccount } from "eks-pod-secrets/grant";
import { secretArnIn } from "eks-pod-secrets/policy";
import type { RoleDocuments, SecretDocuments } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { accountIdentities } from "../../documents/live/account-identities";
import { accountObjects } from "../../documents/live/account-objects";
import { LIVE_CALLS } from "../../documents/live/calls";
import { enabledRegions } from "../../documents/live/copies";
import { AT_ONCE, ask, askAllPages } from "../../documents/live/live-call";
import { nameOfPolicy } from "../../documents/live/policy-names";
import { attempt, noteUnread, type Unread } from "../../documents/live/unread";
import { secretParts } from "../../stacks/before-run/seen-parts";
import { type Found, type FoundRole, type FoundSecret, together } from "../found";
import { stackHolders } from "../states/stack-holders";
import { LIST_ALIASES } from "./adopt-calls";
import { clusterFound, clustersElsewhere, type GivenCluster } from "./cluster-found";

/** Reads roles, secrets, keys and parameters of an account, and the given clusters in it. It never reads a value. */
export async function accountFound(
  account: ResolvedAccount,
  given: readonly GivenCluster[],
  onProgress: (done: number, total: number) => void,
) {
  const own = await accountAccess(account, account.region, "adopt");
  const access = (region: string) => ({ ...own, region });
  const regions = [...new Set([account.region, ...given.map(({ region }) => region)])];
  const unread: Unread[] = [];
  const place = { account, unread };
  const unreadRights = new Set<string>();
  const open = { kind: "account" as const, account: account.id, roles: [] };
  const reading = <One>(about: string, region: string, read: () => Promise<One>) =>
    attempt(place, about, { ...open, kind: "objects", region }, read);
  const identities = (await attempt(place, "who is in it", open, () =>
    accountIdentities(own, (arn, error) => {
      unreadRights.add(arn);
      noteUnread(place, `a policy of ${arn}`, { kind: "rights", arn }, error);
    }),
  )) ?? { roles: [], users: [], groups: [] };
  const objects = await accountObjects({ account, access, regions, onProgress });
  unread.push(...objects.unread);
  const aliases = await inParallel(regions, AT_ONCE, (region) =>
    reading(`the aliases of ${region}`, region, () => aliasesIn(access(region))),
  );
  const secrets = await inParallel(objects.secrets, AT_ONCE, (one) =>
    attempt(place, one.arn, { kind: "secret", arn: one.arn, part: "all" }, () =>
      foundSecret(one, objects.secrets, access(parseArn(one.arn)?.region ?? account.region)),
    ),
  );
  const enabled = await reading("clusters of other regions", account.region, () =>
    enabledRegions(own),
  );
  const otherClusters: string[] = [];
  const inClusters: (Partial<Found> | undefined)[] = [];
  for (const region of new Set([...regions, ...(enabled ?? [])])) {
    const names = given.flatMap((one) =>
      one.account === account && one.region === region ? one.name : [],
    );
    for (const name of names) {
      const read = () => clusterFound(account.id, name, access(region));
      inClusters.push(await reading(`cluster ${name}`, region, read));
    }
    const about = `whether pods of clusters of ${region} that were not given have the same roles, and lose them`;
    const read = () => clustersElsewhere(account.id, names, access(region));
    const others = await reading(about, region, read);
    otherClusters.push(...(others?.clusters ?? []));
    inClusters.push({ elsewhere: others?.associations ?? [] });
  }
  const withHolders = <One extends Pick<RoleDocuments, "tags">>(one: One) => ({
    ...one,
    heldBy: stackHolders(one.tags, `account ${account.id}`),
  });
  const isOpen = (arn: string) =>
    unread.some(({ open: of }) => of.kind === "secret" && of.arn === arn && of.part !== "versions");
  const otherRegions = (enabled ?? []).filter((one) => !regions.includes(one)).sort();
  const inAccount: Partial<Found> = {
    places: [{ account: account.id, regions, otherRegions, otherClusters }],
    roles: identities.roles.map((one) => withHolders(foundRole(one, unreadRights.has(one.arn)))),
    secrets: secrets
      .flatMap((one) => one ?? [])
      .map((one) => withHolders(isOpen(one.arn) ? { ...one, policy: undefined } : one)),
    keys: objects.keys.map((key) => {
      const own = aliases.flatMap((all) => (all ?? []).filter((one) => one.key === key.arn));
      return withHolders({ ...key, aliases: own.map(({ name }) => name) });
    }),
    parameters: objects.parameters.map(withHolders),
    parameterRegions: unread.some(({ call }) => call === LIVE_CALLS.describeParameters.action)
      ? []
      : regions.map((region) => `${account.id}/${region}`),
    unread: unread.map(({ reason }) => reason),
  };
  const found = together([inAccount, ...inClusters.flatMap((one) => one ?? [])]);
  return {
    ...{ found, unread, secrets: objects.secrets, keys: objects.keys },
    read: { account, callerArn: own.callerArn, identities, associations: found.associations },
  };
}

/** A role. If one of its policies could not be read, it has none: nobody may keep or replace an unread policy. */
function foundRole(
  { arn, permissionsBoundary, policies, tags, trust }: RoleDocuments,
  isUnread: boolean,
): Omit<FoundRole, "heldBy"> {
  const named = (policies ?? []).map((document) => ({
    name: (nameOfPolicy(document) ?? "").replace(/^inline policy /, ""),
    document,
  }));
  return {
    ...{ arn, tags, trust },
    policies: isUnread ? undefined : named,
    permissionsBoundary: nameOfPolicy(permissionsBoundary) ?? null,
  };
}

/** Aliases without `alias/`, each with its key's ARN. */
async function aliasesIn(access: AccountAccess): Promise<{ key: string; name: string }[]> {
  const pages = await askAllPages(LIST_ALIASES, access, {});
  const all = pages.flatMap(({ Aliases = [] }) => Aliases);
  return all.map(({ AliasArn = "", AliasName = "", TargetKeyId }) => ({
    key: AliasArn.replace(AliasName, `key/${TargetKeyId}`),
    name: AliasName.slice("alias/".length),
  }));
}

/** A secret. Undefined for a replica, which belongs to its primary. `all`: the secrets of its account. */
async function foundSecret(
  { arn, key, policy, tags }: SecretDocuments,
  all: readonly SecretDocuments[],
  access: AccountAccess,
): Promise<Omit<FoundSecret, "heldBy"> | undefined> {
  const said = await ask(LIVE_CALLS.describeSecret, access, { SecretId: arn });
  if (said.PrimaryRegion && said.PrimaryRegion !== access.region) return undefined;
  const rotation = {
    lambdaArn: said.RotationLambdaARN,
    automaticallyAfterDays: said.RotationRules?.AutomaticallyAfterDays,
  };
  const replicas = (said.ReplicationStatus ?? []).map(({ KmsKeyId: name, Region: region = "" }) => {
    const copy = all.find((one) => one.arn === secretArnIn(region, arn));
    return { region, key: copy?.key ?? null, name };
  });
  // As an inventory names a key: by its ARN, and AWS's own not at all.
  const isNamed = (own: string | null, name: string | undefined) =>
    name === (own ?? undefined) || (!own && name === "alias/aws/secretsmanager");
  return {
    ...{ arn, key, policy, tags, parts: secretParts(said) },
    description: said.Description,
    ...(said.RotationEnabled && { rotation }),
    replicas,
    // Another name of the same key updates a secret, but makes a replica anew.
    keepsKeys:
      !replicas.every((one) => isNamed(one.key, one.name)) ||
      !(key || isNamed(null, said.KmsKeyId)),
    owningService: said.OwningService,
  };
}
