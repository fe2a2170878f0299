import type { ResolvedGrant, ResolvedReader } from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import { AT_ONCE } from "../../documents/live/live-call";
import type { Unread } from "../../documents/live/unread";
import { accessTo, type ReachedAccount } from "./reached-accounts";
import { type ReadObject, readParameter, readSecret } from "./read-objects";
import { seenOf } from "./seen";

/** What a reader was granted, as it was read in one region. */
export interface GrantedObject {
  reader: ResolvedReader;
  grant: ResolvedGrant;
  region: string;
  read: ReadObject;
}

/** Reads what is granted, in each region that it is read in, once for all readers. */
export async function readGranted(
  readers: readonly ResolvedReader[],
  accounts: readonly ReachedAccount[],
  unread: Unread[],
  progress: ((done: number, total: number) => void) | undefined,
): Promise<GrantedObject[]> {
  const places = readers.flatMap((reader) =>
    reader.grants.flatMap((grant) => {
      // A parameter is in no other region.
      const regions = grant.kind === "secret" ? grant.regions : [grant.target.region];
      return regions.map((region) => ({ reader, grant, region }));
    }),
  );
  const known = new Map<string, Promise<ReadObject>>();
  let done = 0;
  return inParallel(places, AT_ONCE, async ({ reader, grant, region }) => {
    const { kind, target } = grant;
    const read = await getOrMake(known, `${kind} ${target.account.id} ${target.id} ${region}`, () =>
      readPlace(grant, region, accounts, unread),
    );
    progress?.(++done, places.length);
    return { reader, grant, region, read };
  });
}

async function readPlace(
  grant: ResolvedGrant,
  region: string,
  accounts: readonly ReachedAccount[],
  unread: Unread[],
): Promise<ReadObject> {
  const { kind, target } = grant;
  if ("external" in target && target.external) {
    const unseen = { unseen: `others own ${kind} ${target.id}, and they alone can look at it` };
    return { object: unseen, keyArn: unseen };
  }
  const read = await seenOf(target.account, async () => {
    const access = accessTo(accounts, target.account.id, region);
    return grant.kind === "secret"
      ? readSecret(grant.target, access, unread)
      : readParameter(grant.target, access, unread);
  });
  return "value" in read ? read.value : { object: read, keyArn: read };
}
