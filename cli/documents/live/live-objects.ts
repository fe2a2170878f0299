import { plannedArns } from "eks-pod-secrets/access/landing-zone";
import type { LandingZone, ResolvedSecret } from "eks-pod-secrets/grant";
import { secretArnIn } from "eks-pod-secrets/policy";
import type { KeyDocuments, ParameterDocuments, SecretDocuments } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import { type Place, undeclaredPlaces } from "./copies";
import type { LiveAccount } from "./live-accounts";
import { AT_ONCE } from "./live-call";
import { readKeys, readParameter, readSecret } from "./owned-objects";
import { accessTo } from "./reached-account";
import { withRotationOfPrimary } from "./rotation";
import { attempt, noteUnread, type Unread } from "./unread";

interface Objects {
  keys: KeyDocuments[];
  parameters: ParameterDocuments[];
  secrets: SecretDocuments[];
}

/** Reads the secrets and parameters of an inventory, and the keys that encrypt them. */
export async function liveObjects(
  zone: LandingZone,
  accounts: LiveAccount[],
  onProgress: (done: number, total: number) => void,
): Promise<{ objects: Objects; unread: Unread[] }> {
  const unread: Unread[] = [];
  const total = zone.secrets.length + zone.parameters.length;
  let done = 0;
  const counted = async <T>(read: Promise<T>): Promise<T> => {
    const result = await read;
    onProgress(++done, total);
    return result;
  };
  const places = await undeclaredPlaces(zone, accounts, unread);
  const secrets = await inParallel(zone.secrets, AT_ONCE, (secret) =>
    counted(readCopies(secret, places.get(secret.account.id) ?? [], accounts, unread)),
  );
  const parameters = await inParallel(zone.parameters, AT_ONCE, (parameter) => {
    const { account, arn, id, region } = parameter;
    const place = { account, unread };
    const open = { kind: "parameter" as const, arn };
    return counted(
      attempt(place, `parameter ${id}`, open, async () =>
        readParameter(parameter, accessTo(accounts, account.id, region), (_, error) =>
          noteUnread(
            place,
            `the versions of parameter ${id}`,
            { ...open, part: "versions" },
            error,
          ),
        ),
      ),
    );
  });
  const found = {
    secrets: withRotationOfPrimary(secrets.flat()),
    parameters: parameters.flatMap((one) => one ?? []),
  };
  const keys = await readKeys(
    found,
    unread,
    (id) =>
      accounts.find(({ account }) => account.id === id)?.account ?? {
        id,
        name: "not in the inventory",
      },
    (id, region) => accessTo(accounts, id, region),
  );
  return { objects: { ...found, keys }, unread };
}

/**
 * Reads a secret in all of its regions, and possible copies of it elsewhere: at `places`, and wherever AWS replicates it. If one
 * copy cannot be read, the other copies are left out too: their ARNs differ only in the region, and the unread one is not known.
 */
async function readCopies(
  secret: ResolvedSecret,
  places: Place[],
  accounts: LiveAccount[],
  unread: Unread[],
): Promise<SecretDocuments[]> {
  const { account, id } = secret;
  const parts: Unread[] = [];
  const whole: Unread[] = [];
  const readIn = (one: ResolvedSecret, region: string) =>
    readSecret(one, accessTo(accounts, account.id, region), (arn, part, error) => {
      const open = { kind: "secret" as const, arn, part };
      noteUnread({ account, unread: parts }, `the ${part} of secret ${id}`, open, error);
    });
  const copies = [secret, ...secret.replicas].map(({ region }) => ({
    region,
    open: { kind: "secret" as const, arn: plannedArn(secret, region), part: "all" as const },
  }));
  const found = await Promise.all(
    copies.map(({ open, region }) =>
      attempt({ account, unread: whole }, `secret ${id}`, open, async () => readIn(secret, region)),
    ),
  );
  const [failed] = whole;
  if (failed) {
    unread.push(...copies.map(({ open }) => ({ ...failed, open })));
    return [];
  }
  const declared = found.flatMap((one) => one ?? []);
  const known = new Set(copies.map(({ region }) => region));
  const elsewhere = new Set([
    ...places.flatMap(({ name, region }) => (name === secret.name ? region : [])),
    ...declared.flatMap(({ replicatedTo }) => replicatedTo.filter((region) => !known.has(region))),
  ]);
  // What AWS lists under this name may have another ARN than a replica.
  const { existingArn: _, ...byName } = secret;
  const others = await inParallel([...elsewhere], AT_ONCE, (region) => {
    const open = { kind: "copies" as const, account: account.id, region };
    return attempt(
      { account, unread: parts },
      `the copy of secret ${id} in ${region}`,
      open,
      async () => readIn(byName, region),
    );
  });
  unread.push(...parts);
  const all = [...declared, ...others.flatMap((one) => one ?? [])];
  return all.map(({ replicatedTo: __, ...one }) => ({
    ...one,
    copies: all.map(({ arn }) => arn).filter((arn) => arn !== one.arn),
  }));
}

/** The ARN of a copy of a secret, as the documents have it if the secret itself could not be read. */
function plannedArn(secret: ResolvedSecret, region: string): string {
  const primary = plannedArns.secretArn(secret);
  return region === secret.region ? primary : secretArnIn(region, primary);
}
