import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { askAllPages, orUnread, UnreadError } from "./live-call";

/** How AWS calls the managed key where it says what a version is under. */
const MANAGED_KEY = "DefaultEncryptionKey";

/** Reads a key by whatever AWS names it by; null is the AWS managed one. */
type FindKey = (keyId: string, access: AccountAccess) => Promise<string | null>;

/** The keys with which versions of a secret can be opened, but for the one in force. */
export async function formerKeysOfSecret(
  SecretId: string,
  key: string | null,
  access: AccountAccess,
  findKey: FindKey,
): Promise<(string | null)[]> {
  const call = LIVE_CALLS.listSecretVersionIds;
  const pages = await askAllPages(call, access, { SecretId, IncludeDeprecated: true });
  const named = pages.flatMap(({ Versions }) => {
    // An answer without a list is none: AWS answers an empty one.
    if (!Versions) throw new UnreadError(call.action, "AWS answered without a list");
    return Versions.flatMap(({ KmsKeyIds = [], VersionId }) => {
      if (KmsKeyIds.length > 0) return KmsKeyIds;
      throw new UnreadError(
        call.action,
        `AWS does not say which key version ${VersionId} is under`,
      );
    });
  });
  return others(named, key, access, findKey);
}

/** The keys of a SecureString's earlier versions, but for the one in force. Its first version has none before it. */
export async function formerKeysOfParameter(
  { Name, Version }: { Name: string | undefined; Version: number | undefined },
  key: string | null,
  access: AccountAccess,
  findKey: FindKey,
): Promise<(string | null)[]> {
  if (Version === 1) return [];
  const call = LIVE_CALLS.getParameterHistory;
  const pages = await askAllPages(call, access, { Name, WithDecryption: false });
  const named = pages.flatMap(({ Parameters }) => {
    if (!Parameters) throw new UnreadError(call.action, "AWS answered without a list");
    return Parameters.map(({ KeyId, Version: version }) => {
      if (KeyId) return KeyId;
      throw new UnreadError(call.action, `AWS does not say which key version ${version} is under`);
    });
  });
  return others(named, key, access, findKey);
}

async function others(
  named: string[],
  key: string | null,
  access: AccountAccess,
  findKey: FindKey,
): Promise<(string | null)[]> {
  const found = new Set<string | null>();
  for (const id of new Set(named)) {
    if (id === MANAGED_KEY) found.add(null);
    else {
      const one = await orGone(() => findKey(id, access));
      if (one !== undefined) found.add(one);
    }
  }
  found.delete(key);
  return [...found];
}

/** With a key that is gone nothing can be opened any more. */
function orGone<T>(find: () => Promise<T>): Promise<T | undefined> {
  return orUnread(find, (error) => {
    if (error.code !== "NotFoundException") throw error;
    return undefined;
  });
}
