import type { ReadAccount } from "eks-pod-secrets/access";
import { parseArn, type ResolvedAccount } from "eks-pod-secrets/grant";
import type { KeyDocuments, RoleDocuments, SecretDocuments } from "iam-proof";
import { addTo, inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { accountIdentities } from "../../documents/live/account-identities";
import { accountObjects } from "../../documents/live/account-objects";
import { LIVE_CALLS } from "../../documents/live/calls";
import { AT_ONCE, ask, askAllPages } from "../../documents/live/live-call";
import { nameOfPolicy } from "../../documents/live/policy-names";
import { attempt, noteUnread, type Unread } from "../../documents/live/unread";
import type { Found, FoundRole, FoundSecret } from "../found";
import { stackHolders } from "../states/stack-holders";
import { LIST_ALIASES } from "./adopt-calls";

/** How to read an account. */
interface AccountToRead {
  account: ResolvedAccount;
  access: (region: string) => AccountAccess;
  regions: string[];
  onProgress(done: number, total: number): void;
}

/** What an account holds, and the same as documents of who may read it. */
interface ReadObjects {
  found: Partial<Found>;
  read: ReadAccount;
  objects: { keys: KeyDocuments[]; secrets: SecretDocuments[] };
  unread: Unread[];
}

/** Reads roles, secrets, keys and parameters of an account; never a value. */
export async function accountFound(reading: AccountToRead): Promise<ReadObjects> {
  const { access, account, regions } = reading;
  const own = access(account.region);
  const unread: Unread[] = [];
  const place = { account, unread };
  const unreadRights = new Set<string>();
  const open = { kind: "account" as const, account: account.id, roles: [] };
  const identities = await attempt(place, "who is in it", open, () =>
    accountIdentities(own, (arn, error) => {
      unreadRights.add(arn);
      noteUnread(place, `a policy of ${arn}`, { kind: "rights", arn }, error);
    }),
  );
  const objects = await accountObjects(reading);
  unread.push(...objects.unread);
  const aliases = await inParallel(regions, AT_ONCE, (region) =>
    attempt(place, `the aliases of ${region}`, { ...open, kind: "objects", region }, () =>
      aliasesIn(access(region)),
    ),
  );
  const secrets = await inParallel(objects.secrets, AT_ONCE, (one) =>
    attempt(place, one.arn, { kind: "secret", arn: one.arn, part: "all" }, () =>
      foundSecret(one, access(parseArn(one.arn)?.region ?? account.region)),
    ),
  );
  const heldBy = (tags: Record<string, string> | null | undefined) =>
    stackHolders(tags ?? {}, `account ${account.id}`);
  return {
    found: {
      roles: (identities?.roles ?? []).map((one) => ({
        ...foundRole(one, unreadRights.has(one.arn)),
        tags: one.tags ?? undefined,
        heldBy: heldBy(one.tags),
      })),
      secrets: secrets.flatMap((one) => (one ? { ...one, heldBy: heldBy(one.tags) } : [])),
      keys: objects.keys.map(({ arn, disabled, policy, relatedKeys = [], tags }) => ({
        ...{ arn, policy, isPlain: !disabled && relatedKeys?.length === 0 },
        aliases: aliases.flatMap((one) => one?.get(arn) ?? []),
        tags: tags ?? undefined,
        heldBy: heldBy(tags),
      })),
      parameters: objects.parameters.map(({ arn, key = null, secure, tags }) => ({
        ...{ arn, key, secure: secure ?? false, tags: tags ?? {}, heldBy: heldBy(tags) },
      })),
      unread: unread.map(({ reason }) => reason),
    },
    read: {
      account,
      callerArn: own.callerArn,
      identities: identities ?? { roles: [], users: [], groups: [] },
      associations: [],
    },
    objects,
    unread,
  };
}

const INLINE = /^inline policy /;

/** A role. Where one of its policies could not be read, it has none: nobody is to keep or replace what was not seen. */
function foundRole(
  { arn, permissionsBoundary, policies, trust }: RoleDocuments,
  isUnread: boolean,
): Omit<FoundRole, "heldBy" | "tags"> {
  const named = (policies ?? []).map((document) => ({
    name: nameOfPolicy(document) ?? "",
    document,
  }));
  const inline = named.filter(({ name }) => INLINE.test(name));
  return {
    arn,
    trust,
    policies: isUnread
      ? undefined
      : {
          inline: inline.map((one) => ({ ...one, name: one.name.replace(INLINE, "") })),
          attached: named.filter(({ name }) => !INLINE.test(name)),
        },
    permissionsBoundary: nameOfPolicy(permissionsBoundary) ?? null,
  };
}

/** The names of keys without `alias/`, by the key's ARN. */
async function aliasesIn(access: AccountAccess): Promise<Map<string, string[]>> {
  const pages = await askAllPages(LIST_ALIASES, access, {});
  const aliases = new Map<string, string[]>();
  for (const { AliasArn = "", AliasName = "", TargetKeyId } of pages.flatMap(
    (page) => page.Aliases ?? [],
  )) {
    addTo(
      aliases,
      AliasArn.replace(AliasName, `key/${TargetKeyId}`),
      AliasName.slice("alias/".length),
    );
  }
  return aliases;
}

/** A secret; undefined of a replica, which its primary tells. */
async function foundSecret(
  { arn, key = null, policy = null, tags }: SecretDocuments,
  access: AccountAccess,
): Promise<FoundSecret | undefined> {
  const said = await ask(LIVE_CALLS.describeSecret, access, { SecretId: arn });
  if (said.PrimaryRegion && said.PrimaryRegion !== access.region) return undefined;
  const rotation = {
    lambdaArn: said.RotationLambdaARN,
    automaticallyAfterDays: said.RotationRules?.AutomaticallyAfterDays,
  };
  return {
    ...{ arn, key, policy, tags: tags ?? {}, heldBy: [] },
    description: said.Description,
    ...(said.RotationEnabled && { rotation }),
    replicas: (said.ReplicationStatus ?? []).map(({ KmsKeyId, Region = "" }) => ({
      region: Region,
      key: KmsKeyId?.startsWith("arn:") ? KmsKeyId : null,
    })),
    owningService: said.OwningService,
  };
}
