import { formatArn } from "iam-proof/names";
import type { StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages/operation";
import { type AliasRecord, type KeyRecord, putKey } from "./key-record";

/** Writes an alias of the caller's account and the key that it names; answers the key, the alias among its own. */
export function putAlias(
  writer: StoreWriter,
  { caller, region, now }: Call,
  name: string,
  key: KeyRecord,
  created = now,
): KeyRecord {
  const { account, partition } = caller;
  const alias: AliasRecord = {
    name,
    arn: formatArn({ partition, service: "kms", region, account, resource: name }),
    keyId: key.keyId,
    created,
    updated: now,
  };
  const named = { ...key, aliases: [...key.aliases.filter((other) => other !== name), name] };
  writer.put(["kms-alias", account, region, name], alias);
  putKey(writer, named);
  return named;
}
