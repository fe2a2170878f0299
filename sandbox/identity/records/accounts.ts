import type { Store } from "../../store/store";
import {
  type AccessKeyRecord,
  findUser,
  randomId,
  randomSecretAccessKey,
  type UserRecord,
} from "./iam-records";

export interface AccountRecord {
  account: string;
  partition: string;
  /** Its name in the inventory. */
  name?: string;
  region?: string;
  accessKeyId: string;
}

export interface AdministratorCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

const ADMINISTRATOR = "administrator";

export function ensureAccount(
  store: Store,
  account: string,
  options: { partition?: string; name?: string; region?: string; now?: Date } = {},
): AdministratorCredentials {
  const { partition = "aws", now = new Date(), name, region } = options;
  if (!/^\d{12}$/.test(account)) {
    throw new RangeError(`account must be twelve digits, got ${account}`);
  }
  return store.transaction((writer) => {
    const existing = store.get<AccountRecord>(["account", account]);
    const key = existing && store.get<AccessKeyRecord>(["access-key", existing.accessKeyId]);
    if (existing && key && findUser(store, account, ADMINISTRATOR)) {
      const named = { ...existing, ...(name && { name }), ...(region && { region }) };
      if (named.name !== existing.name || named.region !== existing.region) {
        writer.put(["account", account], named);
      }
      return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey };
    }
    const user: UserRecord = {
      account,
      partition,
      path: "/",
      name: ADMINISTRATOR,
      id: randomId("AIDA"),
      arn: `arn:${partition}:iam::${account}:user/${ADMINISTRATOR}`,
      createDate: now,
      tags: {},
      inlinePolicies: {},
      attachedPolicies: [`arn:${partition}:iam::aws:policy/AdministratorAccess`],
    };
    const accessKey: AccessKeyRecord = {
      accessKeyId: randomId("AKIA", 16),
      secretAccessKey: randomSecretAccessKey(),
      account,
      userName: ADMINISTRATOR,
      status: "Active",
      createDate: now,
    };
    writer.put(["user", account, ADMINISTRATOR], user);
    writer.put(["iam-id", user.id], { kind: "user", account, name: ADMINISTRATOR });
    writer.put(["access-key", accessKey.accessKeyId], accessKey);
    const record: AccountRecord = {
      account,
      partition,
      ...(name && { name }),
      ...(region && { region }),
      accessKeyId: accessKey.accessKeyId,
    };
    writer.put(["account", account], record);
    return { accessKeyId: accessKey.accessKeyId, secretAccessKey: accessKey.secretAccessKey };
  });
}
