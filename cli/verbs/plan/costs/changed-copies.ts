import type { LandingZone, ResolvedSecret } from "../../../../sdk/grant";
import { placeOf } from "./place-of";

/** The replicas that go, or are made anew, while their secret stays: no value is lost with them. */
export function changedCopies(before: LandingZone, after: LandingZone): string[] {
  const now = new Map(after.secrets.map((secret) => [placeOf(secret), secret]));
  return before.secrets.flatMap((secret) => {
    const remaining = now.get(placeOf(secret));
    return remaining
      ? secret.replicas.flatMap((replica) => change(secret, replica, remaining))
      : [];
  });
}

type Replica = ResolvedSecret["replicas"][number];

function change(secret: ResolvedSecret, { key, region }: Replica, after: ResolvedSecret): string[] {
  const title = `the replica of secret ${secret.id} in ${region}`;
  const stays = `its value stays in ${secret.region}`;
  const now = after.replicas.find((one) => one.region === region);
  if (!now) return [`${title} will be removed: nothing can read it there; ${stays}`];
  // Without a key it would keep its own, which is refused.
  if (!now.key || now.key.id === key?.id) return [];
  const was = key ? `key ${key.id}` : "the AWS managed key";
  return [
    `${title} will be removed and made anew, with key ${now.key.id} instead of ${was}: until AWS has copied the value, nothing can read it there; ${stays}`,
  ];
}
