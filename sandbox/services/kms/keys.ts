import { IDENTIFIER } from "../../operations/input/input";
import { invalidState } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { authoriseCaller, authorisedKey, authoriseKey, changeKey } from "./authorise-key";
import { checkGrantTokens } from "./grant-record";
import {
  allAliases,
  allKeys,
  type KeyRecord,
  keyMetadata,
  requireEnabled,
  requireNotPendingDeletion,
} from "./key-record";
import type { KmsRequest } from "./kms-context";
import { resolveKey, resolveKeyById } from "./resolve-key";

export function describeKey(request: KmsRequest) {
  checkGrantTokens(request);
  const found = resolveKey(request, request.input.text("KeyId", IDENTIFIER));
  authoriseKey(request, request.action, found);
  return { KeyMetadata: keyMetadata(found.key) };
}

export function listKeys(request: KmsRequest) {
  const { platform, call, input, action } = request;
  authoriseCaller(request, action, "*");
  const { items, more } = cutPage(
    allKeys(platform.store, call),
    input,
    PAGES.kms,
    1000,
    ({ keyId }) => keyId,
  );
  return { Keys: items.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...more };
}

export function listAliases(request: KmsRequest) {
  const { platform, call, input, action } = request;
  authoriseCaller(request, action, "*");
  const keyId = input.optionalText("KeyId", IDENTIFIER);
  const only = keyId === undefined ? undefined : resolveKeyById(request, keyId).key;
  const aliases = allAliases(platform.store, call).filter(
    (alias) => only === undefined || alias.keyId === only.keyId,
  );
  const { items, more } = cutPage(aliases, input, PAGES.kms, 100, ({ name }) => name);
  return {
    Aliases: items.map((alias) => ({
      AliasName: alias.name,
      AliasArn: alias.arn,
      TargetKeyId: alias.keyId,
      CreationDate: alias.created,
      LastUpdatedDate: alias.updated,
    })),
    ...more,
  };
}

const DAY = 24 * 60 * 60 * 1000;

export function enableKey(request: KmsRequest) {
  changeLivingKey(request, { state: "Enabled" });
}

/** Disables a key. What it encrypted cannot be read until it is enabled again. */
export function disableKey(request: KmsRequest) {
  changeLivingKey(request, { state: "Disabled" });
}

export function updateKeyDescription(request: KmsRequest) {
  const description = request.input.text("Description", { max: 8192 });
  changeLivingKey(request, { description });
}

/** Makes a key useless at once. It is gone after the waiting period. */
export function scheduleKeyDeletion(request: KmsRequest) {
  const days = request.input.integer("PendingWindowInDays", { min: 7, max: 30 }) ?? 30;
  const deletionDate = new Date(request.call.now.getTime() + days * DAY);
  const { arn, state } = changeLivingKey(
    request,
    { state: "PendingDeletion", deletionDate },
    { "kms:ScheduleKeyDeletionPendingWindowInDays": String(days) },
  );
  return { KeyId: arn, DeletionDate: deletionDate, KeyState: state, PendingWindowInDays: days };
}

/** Cancels a deletion. The key comes back disabled. */
export function cancelKeyDeletion(request: KmsRequest) {
  const { arn } = changeKey(request, ({ deletionDate: _, ...key }) => {
    if (key.state !== "PendingDeletion") throw invalidState(`${key.arn} is not pending deletion.`);
    return { ...key, state: "Disabled" };
  });
  return { KeyId: arn };
}

function changeLivingKey(
  request: KmsRequest,
  change: Partial<KeyRecord>,
  context?: Record<string, string>,
): KeyRecord {
  return changeKey(
    request,
    (key) => {
      requireNotPendingDeletion(key);
      return { ...key, ...change };
    },
    context,
  );
}

/** Records the setting for `GetKeyRotationStatus`. The sandbox rotates only on demand. */
export function enableKeyRotation(request: KmsRequest) {
  const { call, input } = request;
  const periodInDays = input.integer("RotationPeriodInDays", { min: 90, max: 2560 }) ?? 365;
  changeKey(request, (key) => {
    requireEnabled(key);
    return { ...key, rotation: { periodInDays, since: call.now } };
  });
}

export function disableKeyRotation(request: KmsRequest) {
  changeKey(request, ({ rotation: _, ...key }) => {
    requireEnabled(key);
    return key;
  });
}

export function getKeyRotationStatus(request: KmsRequest) {
  const key = authorisedKey(request);
  requireNotPendingDeletion(key);
  const { rotation, keyId } = key;
  if (!rotation) return { KeyId: keyId, KeyRotationEnabled: false };
  return {
    KeyId: keyId,
    KeyRotationEnabled: true,
    RotationPeriodInDays: rotation.periodInDays,
    NextRotationDate: new Date(rotation.since.getTime() + rotation.periodInDays * DAY),
  };
}

/** Makes new material for encryption from now on. The old material still decrypts. */
export function rotateKeyOnDemand(request: KmsRequest) {
  const { keyId } = changeKey(request, (key) => {
    requireEnabled(key);
    const next = request.platform.material.create(key.keyId, key.material.length + 1);
    const rotated = [...(key.rotated ?? []), request.call.now];
    return { ...key, rotated, material: [...key.material, next] };
  });
  return { KeyId: keyId };
}

/** Lists the rotations on demand. The sandbox makes no others. */
export function listKeyRotations(request: KmsRequest) {
  const { keyId, rotated = [] } = authorisedKey(request);
  const { items, more } = cutPage(rotated, request.input, PAGES.kms, 1000);
  return {
    Rotations: items.map((date) => ({
      KeyId: keyId,
      RotationDate: date,
      RotationType: "ON_DEMAND",
    })),
    ...more,
  };
}
