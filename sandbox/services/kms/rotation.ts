import { optionalInteger } from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { authorisedKey, changeKey } from "./change-key";
import { requireEnabled, requireNotPendingDeletion } from "./key-state";
import type { KmsContext } from "./kms-context";

const DAY = 24 * 60 * 60 * 1000;

/** `EnableKeyRotation`: recorded, so that `GetKeyRotationStatus` says so; the sandbox rotates only on demand. */
export function enableKeyRotation(context: KmsContext): Operation {
  return (call, input) => {
    const periodInDays =
      optionalInteger(input, "RotationPeriodInDays", { min: 90, max: 2560 }) ?? 365;
    changeKey(context, call, input, "EnableKeyRotation", (key) => {
      requireEnabled(key);
      return { ...key, rotation: { periodInDays, since: call.now } };
    });
  };
}

/** `DisableKeyRotation` */
export function disableKeyRotation(context: KmsContext): Operation {
  return (call, input) => {
    changeKey(context, call, input, "DisableKeyRotation", ({ rotation: _, ...key }) => {
      requireEnabled(key);
      return key;
    });
  };
}

/** `GetKeyRotationStatus` */
export function getKeyRotationStatus(context: KmsContext): Operation {
  return (call, input) => {
    const key = authorisedKey(context, call, input, "GetKeyRotationStatus");
    requireNotPendingDeletion(key);
    const { rotation } = key;
    if (!rotation) return { KeyId: key.keyId, KeyRotationEnabled: false };
    return {
      KeyId: key.keyId,
      KeyRotationEnabled: true,
      RotationPeriodInDays: rotation.periodInDays,
      NextRotationDate: new Date(rotation.since.getTime() + rotation.periodInDays * DAY),
    };
  };
}

/** `RotateKeyOnDemand`: new material for what is encrypted from now on; the old still decrypts. */
export function rotateKeyOnDemand(context: KmsContext): Operation {
  return (call, input) => {
    const { keyId } = changeKey(context, call, input, "RotateKeyOnDemand", (key) => {
      requireEnabled(key);
      const next = context.material.create(key.keyId, key.material.length + 1);
      return { ...key, material: [...key.material, next] };
    });
    return { KeyId: keyId };
  };
}
