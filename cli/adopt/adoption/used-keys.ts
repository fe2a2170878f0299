import { regionOf } from "iam-proof/names";
import type { Found, FoundKey, FoundParameter, FoundSecret } from "../found";

/** A customer managed key that encrypts an object, or a replica of it. */
export interface UsedKey {
  arn: string;
  /** Region of the object that it encrypts. */
  region: string | undefined;
  /** Undefined if the key was not found. */
  key: FoundKey | undefined;
}

/** The customer managed keys of a secret and its replicas, or of a parameter. */
export function usedKeys({ keys }: Found, target: FoundSecret | FoundParameter): UsedKey[] {
  const copies = "replicas" in target ? target.replicas : [];
  return [{ key: target.key, region: regionOf(target.arn) }, ...copies].flatMap(
    ({ key: arn, region }) =>
      arn ? [{ arn, region, key: keys.find((one) => one.arn === arn) }] : [],
  );
}

/** How an inventory names a key: by its alias if the key is taken over, otherwise by its ARN. */
export function keyReference(key: FoundKey, region: string | undefined): string {
  const [alias, second] = key.aliases;
  const isPlain = !key.disabled && !key.relatedKeys?.length && regionOf(key.arn) === region;
  return isPlain && alias !== undefined && second === undefined ? alias : key.arn;
}

/** How an inventory names the key of an object in a region. Undefined if it has none there. */
export function keyIn(keys: readonly UsedKey[], region: string | undefined): string | undefined {
  const used = keys.find((one) => one.region === region);
  return used?.key ? keyReference(used.key, region) : used?.arn;
}
