import type { Input } from "../../operations/input/member";
import { IDENTIFIER, requiredString } from "../../operations/input/member";
import type { Call } from "../../wire/messages/operation";
import { authoriseKey } from "./authorise-key";
import type { KeyRecord } from "./key-record";
import { putKey } from "./key-record";
import type { KmsContext } from "./kms-context";
import { resolveKey } from "./resolve-key";

/** The key that `KeyId` names, once the caller may do `action` with it. */
export function authorisedKey(
  context: KmsContext,
  call: Call,
  input: Input,
  action: string,
  more?: Record<string, string | string[]>,
): KeyRecord {
  const keyId = requiredString(input, "KeyId", IDENTIFIER);
  const found = resolveKey(context, { call }, keyId);
  authoriseKey(context, { call }, action, found, more);
  return found.key;
}

/** Replaces the key that `KeyId` names by what `change` makes of it, once the caller may do `action` with it. */
export function changeKey(
  context: KmsContext,
  call: Call,
  input: Input,
  action: string,
  change: (key: KeyRecord) => KeyRecord,
  more?: Record<string, string | string[]>,
): KeyRecord {
  return context.platform.store.transaction((writer) => {
    const changed = change(authorisedKey(context, call, input, action, more));
    putKey(writer, changed);
    return changed;
  });
}
