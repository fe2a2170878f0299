import type { Input } from "../../operations/input/member";
import { IDENTIFIER, optionalInteger, optionalString } from "../../operations/input/member";
import type { Page } from "../../operations/paging/page";
import { page } from "../../operations/paging/page";
import type { Operation } from "../../wire/messages/operation";
import { authoriseCaller } from "./authorise-key";
import { listAliases, listKeys } from "./key-record";
import type { KmsContext } from "./kms-context";
import { resolveKey } from "./resolve-key";

/** `ListKeys`: the keys of the caller's account. */
export function listKeysOperation(context: KmsContext): Operation {
  return (call, input) => {
    authoriseCaller(context, { call }, "ListKeys", "*");
    const shown = cut(listKeys(context.platform.store, call), ({ keyId }) => keyId, input, 1000);
    return {
      Keys: shown.items.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })),
      ...marker(shown),
    };
  };
}

/** `ListAliases`: the aliases of the caller's account, or of one key of it. */
export function listAliasesOperation(context: KmsContext): Operation {
  return (call, input) => {
    authoriseCaller(context, { call }, "ListAliases", "*");
    const keyId = optionalString(input, "KeyId", IDENTIFIER);
    const only = keyId === undefined ? undefined : resolveKey(context, { call }, keyId).key;
    const aliases = listAliases(context.platform.store, call).filter(
      (alias) => only === undefined || alias.keyId === only.keyId,
    );
    const shown = cut(aliases, ({ name }) => name, input, 100);
    return {
      Aliases: shown.items.map((alias) => ({
        AliasName: alias.name,
        AliasArn: alias.arn,
        TargetKeyId: alias.keyId,
        CreationDate: alias.created,
        LastUpdatedDate: alias.updated,
      })),
      ...marker(shown),
    };
  };
}

/** The page of `items` that `Limit` and `Marker` ask for. */
export function cut<T>(
  items: T[],
  nameOf: (item: T) => string,
  input: Input,
  largest: number,
): Page<T> {
  const size = optionalInteger(input, "Limit", { min: 1, max: largest }) ?? Math.min(100, largest);
  return page(items, nameOf, size, optionalString(input, "Marker", { min: 1, max: 1024 }));
}

/** How KMS says that there is more. */
export function marker({ next }: Page<unknown>): Record<string, unknown> {
  return next === undefined ? { Truncated: false } : { NextMarker: next, Truncated: true };
}
