import type { ReadAccount } from "eks-pod-secrets/access";
import { parseArn, type ResolvedAccount } from "eks-pod-secrets/grant";
import type { KeyDocuments, RawPolicy, RoleDocuments, SecretDocuments } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { accountIdentities } from "../../documents/live/account-identities";
import { accountObjects } from "../../documents/live/account-objects";
import { LIVE_CALLS } from "../../documents/live/calls";
import { AT_ONCE, ask, askAllPages } from "../../documents/live/live-call";
import { notWhole } from "../../documents/live/owned-objects";
import { nameOfPolicy } from "../../documents/live/policy-names";
import { attempt, noteUnread, type Unread } from "../../documents/live/unread";
import {
  type Found,
  type FoundKey,
  type FoundPolicy,
  type FoundRole,
  type FoundSecret,
  type Holder,
  nothingFound,
} from "../found";
import { stackHolders } from "../states/stack-holders";
import { LIST_ALIASES } from "./adopt-calls";

/** How to read an account. */
export interface AccountToRead {
  account: ResolvedAccount;
  access: (region: string) => AccountAccess;
  regions: string[];
  onProgress(done: number, total: number): void;
}

/** What an account holds, and the same as documents of who may read it. */
export interface ReadObjects {
  found: Found;
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
  const { unread: ofObjects, plainParameters: _, ...objects } = await accountObjects(reading);
  const aliases = await inParallel(regions, AT_ONCE, (region) =>
    attempt(place, `the aliases of ${region}`, { ...open, kind: "objects", region }, () =>
      aliasesIn(access(region)),
    ),
  );
  const names = aliases.flatMap((one) => one ?? []);
  const secrets = await inParallel(objects.secrets, AT_ONCE, (one) =>
    attempt(place, one.arn, { kind: "secret", arn: one.arn, part: "all" }, () =>
      foundSecret(one, access(parseArn(one.arn)?.region ?? account.region)),
    ),
  );
  const source = `account ${account.id}`;
  const withStack = <One extends { heldBy: Holder[]; tags?: Record<string, string> }>(
    one: One,
  ) => ({
    ...one,
    heldBy: stackHolders(one.tags, source),
  });
  return {
    found: {
      ...nothingFound(),
      roles: (identities?.roles ?? []).map((one) =>
        withStack(foundRole(one, unreadRights.has(one.arn))),
      ),
      secrets: secrets.flatMap((one) => one ?? []).map(withStack),
      keys: objects.keys.map((one) => withStack(foundKey(one, names))),
      parameters: objects.parameters.map(({ arn, key, secure, tags }) => ({
        ...{ arn, key: key ?? null, secure: secure ?? false, tags: tags ?? {} },
        heldBy: [],
      })),
      unread: [...unread, ...ofObjects].map(({ reason }) => reason),
    },
    read: {
      account,
      callerArn: own.callerArn,
      identities: identities ?? { roles: [], users: [], groups: [] },
      associations: [],
    },
    objects,
    unread: [...unread, ...ofObjects],
  };
}

const INLINE = /^inline policy /;

/** A role. Where one of its policies could not be read, none is told: nobody is to keep or replace what was not seen. */
function foundRole(
  { arn, permissionsBoundary, policies, tags, trust }: RoleDocuments,
  isUnread: boolean,
): FoundRole {
  const named = (policies ?? []).map(
    (document): FoundPolicy => ({ name: nameOfPolicy(document) ?? "", document }),
  );
  const inline = named
    .filter(({ name }) => INLINE.test(name))
    .map((one) => ({ ...one, name: one.name.replace(INLINE, "") }));
  return {
    arn,
    trust,
    ...(!isUnread && { inline, attached: named.filter(({ name }) => !INLINE.test(name)) }),
    permissionsBoundary: permissionsBoundary
      ? nameOfPolicy(permissionsBoundary as RawPolicy)
      : null,
    tags: tags ?? {},
    heldBy: [],
  };
}

interface AliasOfKey {
  name: string;
  arn: string;
}

async function aliasesIn(access: AccountAccess): Promise<AliasOfKey[]> {
  const pages = await askAllPages(LIST_ALIASES, access, {});
  return pages
    .flatMap(({ Aliases }) => Aliases ?? [])
    .flatMap(({ AliasArn = "", AliasName = "", TargetKeyId }) =>
      TargetKeyId === undefined
        ? []
        : [
            {
              name: AliasName.replace(/^alias\//, ""),
              arn: AliasArn.replace(AliasName, `key/${TargetKeyId}`),
            },
          ],
    );
}

function foundKey(
  { arn, disabled, policy, relatedKeys, tags }: KeyDocuments,
  aliases: readonly AliasOfKey[],
): FoundKey {
  return {
    arn,
    policy,
    enabled: !disabled,
    multiRegion: (relatedKeys ?? []).length > 0,
    aliases: aliases.filter((one) => one.arn === arn).map(({ name }) => name),
    tags: tags ?? {},
    heldBy: [],
  };
}

/** A secret; undefined of a replica, which its primary tells. */
async function foundSecret(
  { arn, key, policy, tags }: SecretDocuments,
  access: AccountAccess,
): Promise<FoundSecret | undefined> {
  const call = LIVE_CALLS.describeSecret;
  const said = await ask(call, access, { SecretId: arn });
  if (!said.ARN) throw notWhole(call.action, "an ARN");
  if (said.PrimaryRegion && said.PrimaryRegion !== access.region) return undefined;
  const { AutomaticallyAfterDays: days } = said.RotationRules ?? {};
  const lambdaArn = said.RotationLambdaARN;
  return {
    arn,
    key: key ?? null,
    description: said.Description ?? null,
    tags: tags ?? {},
    policy: policy ?? null,
    rotation: said.RotationEnabled
      ? { ...(lambdaArn && { lambdaArn }), ...(days && { automaticallyAfterDays: days }) }
      : null,
    replicas: (said.ReplicationStatus ?? []).map(({ KmsKeyId, Region = "" }) => ({
      region: Region,
      key: KmsKeyId?.startsWith("arn:") ? KmsKeyId : null,
    })),
    owningService: said.OwningService ?? null,
    heldBy: [],
  };
}
