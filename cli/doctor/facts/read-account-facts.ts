import { everyoneInAccounts } from "eks-pod-secrets/access";
import {
  associationDocuments,
  landingZoneDocuments,
  plannedArns,
} from "eks-pod-secrets/access/landing-zone";
import {
  type LandingZone,
  parseArn,
  type ResolvedGrant,
  type ResolvedReader,
} from "eks-pod-secrets/grant";
import { getOrMake, grouped, inParallel } from "iam-proof/collections";
import { arnsIn } from "../../documents/arns-in";
import { AT_ONCE } from "../../documents/live/live-call";
import { readKeys } from "../../documents/live/owned-objects";
import { accessTo } from "../../documents/live/reached-account";
import type { Unread } from "../../documents/live/unread";
import { keysByAlias } from "../../documents/live-documents";
import { policiesOfFiles } from "../../documents/policies-of-files";
import { withOthers } from "../../documents/source-documents";
import type { Seen } from "../step";
import type { AccountFacts, ObjectFacts } from "./account-facts";
import { narrowed } from "./narrowed-zone";
import { keyOf, type ObjectDocuments, type ReadObject } from "./read-objects";
import { readParts } from "./read-parts";
import { readRoles } from "./read-roles";
import { keyOfPinned, underPinned } from "./read-version";
import type { Look, Reading } from "./reading";
import { ifSeen } from "./seen";

/** A reader's grants in each region in which they are read. */
export function placesOf({ grants }: ResolvedReader): { grant: ResolvedGrant; region: string }[] {
  return grants.flatMap((grant) => {
    // A parameter only exists in one region.
    const regions = grant.kind === "secret" ? grant.regions : [grant.target.region];
    return regions.map((region) => ({ grant, region }));
  });
}

/**
 * Reads what the accounts tell about the ways of these readers, in their order, without changing anything. Each document is read
 * once, and none that only concerns other readers.
 */
export async function readAccountFacts(
  whole: LandingZone,
  readers: readonly ResolvedReader[],
  { accounts, read, tell }: Reading,
  { inventory, readParts: withParts }: Look,
): Promise<Omit<AccountFacts, "endpoints">[]> {
  const zone = narrowed(whole, readers);
  const unread: Unread[] = [];
  const aliased = keysByAlias(zone, accounts);
  // Several readers may read the same object.
  const documents = new Map<ReadObject, Promise<ObjectDocuments>>();
  const readObject = async (grant: ResolvedGrant, region: string): Promise<ObjectFacts> => {
    const { id } = grant.target.account;
    const object = await read(grant, region);
    const found = ifSeen(object);
    const key = found
      ? await keyOf(found, { account: id, region }, accounts)
      : (object as Seen<undefined>);
    const arn = ifSeen(key)?.arn ?? null;
    const pinned = found && keyOfPinned(grant, found);
    if (found) await getOrMake(documents, found, () => found.documents(unread, arn));
    const isRead = withParts && grant.jmesPath.length > 0 && found && !found.deletedOn;
    tell();
    return {
      ...{ grant, region, object },
      key:
        pinned && "value" in pinned
          ? await keyOf({ keyId: pinned.value }, { account: id, region }, accounts)
          : (pinned ?? key),
      declaredKey: declaredKey(grant, region, await aliased),
      ...(isRead && { parts: await readParts(grant, found, accessTo(accounts, id, region)) }),
    };
  };
  const places = readers.flatMap((reader) => placesOf(reader).map((one) => ({ reader, ...one })));
  const [control, identities, objects, arnOfAlias] = await Promise.all([
    policiesOfFiles(zone, inventory),
    readRoles(zone, accounts, unread),
    inParallel(places, AT_ONCE, async ({ grant, reader, region }) => ({
      ...{ reader, facts: await readObject(grant, region) },
    })),
    aliased,
  ]);
  const found = await Promise.all(documents.values());
  const secrets = found.flatMap(({ secret }) => secret ?? []);
  const parameters = found.flatMap(({ parameter }) => parameter ?? []);
  const keys = await readKeys(
    { secrets, parameters },
    unread,
    (id) => zone.accounts.find((one) => one.id === id) ?? { id, name: "not in the inventory" },
    (id, region) => accessTo(accounts, id, region),
  );
  const used = arnsIn({ secrets, parameters, keys }, plannedArns);
  const arns = {
    ...used,
    keyArn: (key: LandingZone["keys"][number]) => arnOfAlias.get(key.id) ?? used.keyArn(key),
  };
  const all = [...zone.readers, ...zone.externalReaders];
  const associations = all.map((one) => associationDocuments(one, arns));
  const declared = { ...landingZoneDocuments(zone, arns, control), associations };
  const live = everyoneInAccounts(
    { ...declared, secrets, parameters, keys },
    all,
    identities,
    unread,
  );
  const isRead = (arn: string) =>
    identities.some(({ account }) => account.id === parseArn(arn)?.account);
  const shared = {
    now: new Date(),
    readers: [...whole.readers, ...whole.externalReaders],
    documents: {
      ...withOthers(live.documents, zone, arns, isRead),
      associations,
    },
    declared,
    unread: [...unread, ...live.gaps],
    controls: controlsOf(zone),
  };
  const objectsOf = grouped(objects, ({ reader }) => [reader.id]);
  return readers.map((reader) => {
    const own = (objectsOf.get(reader.id) ?? []).map(({ facts }) => facts);
    return { reader, accounts: underPinned(shared, own), objects: own };
  });
}

/** The ARN of the key that the inventory gives an object in a region, if its alias exists. */
function declaredKey(
  { kind, target }: ResolvedGrant,
  region: string,
  aliased: ReadonlyMap<string, string>,
): Seen<string | undefined> {
  const replica = kind === "secret" && region !== target.region;
  const key = replica ? target.replicas.find((one) => one.region === region)?.key : target.key;
  if (!key) return { value: undefined };
  const arn = aliased.get(key.id);
  return arn
    ? { value: arn }
    : { unseen: `no key has the alias ${key.alias} that the inventory names` };
}

function controlsOf({ organization }: LandingZone): Seen<"files"> {
  const { resourceControlPolicies, serviceControlPolicies } = organization;
  const isGiven = resourceControlPolicies.length + serviceControlPolicies.length > 0;
  if (isGiven) return { value: "files" };
  return {
    unseen:
      "no account but the organization's own may read its control policies, and the inventory names no file of them",
  };
}
