import type { AccessKeyRecord, UserRecord } from "../../identity/records/iam-records";
import { randomId, randomSecretAccessKey } from "../../identity/records/random";
import type { Store } from "../../store/store";
import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { limitExceeded, noSuchEntity } from "./errors";
import { authorisedIdentity, USER } from "./identities";
import { invalid, text } from "./input";
import { page } from "./page";

const LIMIT = 2;

/** Long-lived credentials of users. */
export function accessKeyOperations(platform: Platform): Record<string, Operation> {
  const { store } = platform;
  const own = (user: UserRecord, input: Record<string, unknown>): AccessKeyRecord => {
    const id = text(input, "AccessKeyId", { min: 16, max: 128 });
    const key = accessKeysOf(store, user).find(({ accessKeyId }) => accessKeyId === id);
    if (!key) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
    return key;
  };
  return {
    CreateAccessKey: (call, input) =>
      store.transaction((writer) => {
        const user = authorisedIdentity(platform, call, USER, input, "CreateAccessKey");
        if (accessKeysOf(store, user).length >= LIMIT) {
          throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${LIMIT}`);
        }
        const key: AccessKeyRecord = {
          accessKeyId: randomId("AKIA", 16),
          secretAccessKey: randomSecretAccessKey(),
          account: user.account,
          userName: user.name,
          status: "Active",
          createDate: call.now,
        };
        writer.put(["access-key", key.accessKeyId], key);
        return { AccessKey: { ...metadata(key), SecretAccessKey: key.secretAccessKey } };
      }),

    DeleteAccessKey: (call, input) => {
      store.transaction((writer) => {
        const user = authorisedIdentity(platform, call, USER, input, "DeleteAccessKey");
        writer.remove(["access-key", own(user, input).accessKeyId]);
      });
      return {};
    },

    UpdateAccessKey: (call, input) => {
      const status = text(input, "Status");
      if (status !== "Active" && status !== "Inactive") {
        throw invalid("Status", status, "Member must satisfy enum value set: [Active, Inactive]");
      }
      store.transaction((writer) => {
        const user = authorisedIdentity(platform, call, USER, input, "UpdateAccessKey");
        const key = own(user, input);
        writer.put(["access-key", key.accessKeyId], { ...key, status });
      });
      return {};
    },

    ListAccessKeys: (call, input) => {
      const user = authorisedIdentity(platform, call, USER, input, "ListAccessKeys");
      const { items, ...rest } = page(accessKeysOf(store, user), input);
      return { AccessKeyMetadata: items.map(metadata), ...rest };
    },
  };
}

/** The access keys of a user. */
export function accessKeysOf(store: Store, user: UserRecord): AccessKeyRecord[] {
  return store
    .list<AccessKeyRecord>(["access-key"])
    .map(({ value }) => value)
    .filter(({ account, userName }) => account === user.account && userName === user.name);
}

function metadata(key: AccessKeyRecord): Record<string, unknown> {
  return {
    UserName: key.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: key.createDate,
  };
}
