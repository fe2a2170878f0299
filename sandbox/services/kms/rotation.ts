import { cutPage, PAGES } from "../../operations/paging/page";
import { authorisedKey, changeKey } from "./change-key";
import { requireEnabled, requireNotPendingDeletion } from "./key-state";
import type { KmsRequest } from "./kms-context";

const DAY = 24 * 60 * 60 * 1000;

/** Recorded, so that `GetKeyRotationStatus` says so; the sandbox rotates only on demand. */
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

/** New material for what is encrypted from now on; the old still decrypts. */
export function rotateKeyOnDemand(request: KmsRequest) {
  const { keyId } = changeKey(request, (key) => {
    requireEnabled(key);
    const next = request.platform.material.create(key.keyId, key.material.length + 1);
    const rotated = [...(key.rotated ?? []), request.call.now];
    return { ...key, rotated, material: [...key.material, next] };
  });
  return { KeyId: keyId };
}

/** The rotations on demand: the sandbox makes no others. */
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
