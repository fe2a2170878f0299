import { IDENTIFIER } from "../../operations/input/input";
import { authoriseKey } from "./authorise-key";
import { type KeyRecord, putKey } from "./key-record";
import type { KmsRequest } from "./kms-context";
import { resolveKeyById } from "./resolve-key";

/** The key that `KeyId` names, once the caller may do with it what is asked. */
export function authorisedKey(
  request: KmsRequest,
  context?: Record<string, string | string[]>,
): KeyRecord {
  const { input, action } = request;
  const found = resolveKeyById(request, input.text("KeyId", IDENTIFIER));
  authoriseKey(request, action, found, context);
  return found.key;
}

/** Replaces the key that `KeyId` names by what `change` makes of it, once the caller may do that. */
export function changeKey(
  request: KmsRequest,
  change: (key: KeyRecord) => KeyRecord,
  context?: Record<string, string | string[]>,
): KeyRecord {
  return request.platform.store.transaction((writer) => {
    const changed = change(authorisedKey(request, context));
    putKey(writer, changed);
    return changed;
  });
}
