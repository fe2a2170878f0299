import { IDENTIFIER } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import { authoriseKey } from "./authorise-key";
import type { KeyRecord } from "./key-record";
import { putKey } from "./key-record";
import type { KmsContext } from "./kms-context";
import { resolveKey } from "./resolve-key";

/** The key that `KeyId` names, once the caller may do with it what is asked. */
export function authorisedKey(
  kms: KmsContext,
  { call, input, action }: Request,
  context?: Record<string, string | string[]>,
): KeyRecord {
  const found = resolveKey(kms, { call }, input.text("KeyId", IDENTIFIER));
  authoriseKey(kms, { call }, action, found, context);
  return found.key;
}

/** Replaces the key that `KeyId` names by what `change` makes of it, once the caller may do that. */
export function changeKey(
  kms: KmsContext,
  request: Request,
  change: (key: KeyRecord) => KeyRecord,
  context?: Record<string, string | string[]>,
): KeyRecord {
  return kms.store.transaction((writer) => {
    const changed = change(authorisedKey(kms, request, context));
    putKey(writer, changed);
    return changed;
  });
}
