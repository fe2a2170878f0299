import { everyoneInAccounts, type ReadAccount } from "eks-pod-secrets/access";
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
import { getOrMake, inParallel } from "iam-proof/collections";
import { arnsIn } from "../../documents/arns-in";
import { controlPolicies } from "../../documents/control-policies";
import { AT_ONCE } from "../../documents/live/live-call";
import { readKeys } from "../../documents/live/owned-objects";
import type { Unread } from "../../documents/live/unread";
import { keysByAlias } from "../../documents/live-documents";
import { withOthers } from "../../documents/source-documents";
import type { Seen } from "../step";
import type { AccountFacts, KeyFacts, ObjectFacts } from "./account-facts";
import { narrowed } from "./narrowed-zone";
import { anotherKeyOfVersion } from "./pinned-version";
import { accessTo, type ReachedAccount, reachedAccounts } from "./reached-accounts";
import { endpointsOf } from "./read-endpoints";
import { readGranted } from "./read-granted";
import { keyFacts } from "./read-objects";
import { readParts } from "./read-parts";
import { readRoles } from "./read-roles";
import { ifSeen, seenOf } from "./seen";

/** How the accounts are looked at. */
interface AccountLook {
  /** The inventory's file, beside which its control policies are. */
  inventory: string;
  /** Read values, to see which JSON parts they have. Defaults to false. */
  readParts?: boolean;
  /** Tells how many objects were read. */
  progress?: (done: number, total: number) => void;
}

/**
 * Reads what the accounts say of the ways of these readers: each document once, and none of other readers alone. It changes
 * nothing.
 */
export async function readAccountFacts(
  whole: LandingZone,
  readers: readonly ResolvedReader[],
  { inventory, progress, readParts: withParts = false }: AccountLook,
): Promise<(reader: ResolvedReader) => AccountFacts> {
  const zone = narrowed(whole, readers);
  const unread: Unread[] = [];
  const accounts = await reachedAccounts(readers);
  const [control, identities, objects, aliased, endpoints] = await Promise.all([
    controlPolicies(zone, inventory),
    readRoles(zone, accounts, unread),
    readGranted(readers, accounts, unread, progress),
    keysByAlias(zone, accounts),
    endpointsOf(zone, accounts),
  ]);
  // Several readers may read one object.
  const found = [...new Set(objects.map(({ read }) => read))];
  const secrets = found.flatMap(({ secret }) => secret ?? []);
  const parameters = found.flatMap(({ parameter }) => parameter ?? []);
  const keyArns = new Set(found.flatMap(({ keyArn }) => ifSeen(keyArn) ?? []));
  const [keys, states] = await Promise.all([
    readKeys(
      { secrets, parameters },
      unread,
      (id) => zone.accounts.find((one) => one.id === id) ?? { id, name: "not in the inventory" },
      (id, region) => accessTo(accounts, id, region),
    ),
    inParallel([...keyArns], AT_ONCE, async (arn) => [arn, await keyState(arn, accounts)] as const),
  ]);
  const used = arnsIn({ secrets, parameters, keys }, plannedArns);
  const arns = {
    secretArn: used.secretArn,
    keyArn: (key: LandingZone["keys"][number]) => aliased.get(key.id) ?? used.keyArn(key),
  };
  const all = [...zone.readers, ...zone.externalReaders];
  const associations = all.map(associationDocuments);
  const declared = { ...landingZoneDocuments(zone, arns, control), associations };
  const live = everyoneInAccounts(
    { ...declared, secrets, parameters, keys },
    all,
    identities,
    unread,
  );
  const shared = {
    readers: [...whole.readers, ...whole.externalReaders],
    documents: {
      ...withOthers(live.documents, zone, arns, (arn) => isOf(arn, identities)),
      associations,
    },
    declared,
    unread: [...unread, ...live.gaps],
    controls: controlsOf(zone),
  };
  const stateOf = new Map(states);
  const facts = new Map<ResolvedReader, ObjectFacts[]>();
  for (const { grant, read, reader, region } of objects) {
    const { keyArn, object } = read;
    const found = ifSeen(object);
    const isRead = withParts && grant.jmesPath.length > 0 && found && !found.deletedOn;
    const access = () => accessTo(accounts, grant.target.account.id, region);
    const keyOfObject =
      "value" in keyArn ? (stateOf.get(keyArn.value ?? "") ?? { value: undefined }) : keyArn;
    getOrMake(facts, reader, () => []).push({
      ...{ grant, region, object },
      key: (found && anotherKeyOfVersion(grant, found)) ?? keyOfObject,
      declaredKey: declaredKey(grant, region, aliased),
      ...(isRead && { parts: await readParts(grant, found, access()) }),
    });
  }
  return (reader) => ({
    reader,
    accounts: shared,
    objects: facts.get(reader) ?? [],
    endpoints: endpoints.get(reader.cluster) ?? OTHERS,
  });
}

function keyState(arn: string, accounts: readonly ReachedAccount[]): Promise<Seen<KeyFacts>> {
  const { account: id = "", region = "" } = parseArn(arn) ?? {};
  const owner = accounts.find(({ account }) => account.id === id)?.account;
  return seenOf(owner, async () => keyFacts(arn, accessTo(accounts, id, region)));
}

/** ARN of the key that the inventory gives an object in a region, where its alias is there. */
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

const OTHERS = { unseen: "others deploy the reader, and its network" };

function controlsOf({ organization }: LandingZone): Seen<"files"> {
  const { resourceControlPolicies, serviceControlPolicies } = organization;
  const isGiven = resourceControlPolicies.length + serviceControlPolicies.length > 0;
  if (isGiven) return { value: "files" };
  return {
    unseen:
      "no account but the organization's own may read its control policies, and the inventory names no file of them",
  };
}

function isOf(arn: string, accounts: readonly ReadAccount[]): boolean {
  return accounts.some(({ account }) => account.id === parseArn(arn)?.account);
}
