import { isSameJson } from "iam-proof/collections";
import { plannedArns } from "../access/landing-zone/landing-zone-documents";
import {
  accountTitle,
  formerSecret,
  formerSecrets,
  hasMoved,
  type LandingZone,
  type ResolvedAccount,
  type ResolvedSecret,
  type Successor,
  successors,
} from "../grant";
import { podRolePolicy, podRolePolicyInput, policyBudgets, policySize } from "../policy";
import { type DeployedSecret, secretPlace } from "./deployed-values";
import type { Loss } from "./loss";

/** What becomes of a secret that is renamed or moved. */
export interface Rename {
  /** Name within the inventory. */
  secret: string;
  /** Name of its account. */
  account: string;
  was: { secret: string; account: string };
  /** What is copied of its value. */
  copied: string;
  /** What stays. */
  kept: string;
  /** What is deleted, and when. */
  deleted: string;
}

/** Each secret that was renamed or moved. */
export function renames(zone: Pick<LandingZone, "secrets">): Rename[] {
  return successors(zone).map((secret) => {
    const { account, former, id, recoveryWindowInDays } = secret;
    const since =
      former.keepDays === 0
        ? `once ${id} has a value`
        : `${days(former.keepDays)} after ${id} has a value`;
    const restored =
      recoveryWindowInDays === 0
        ? "nothing can bring it back then"
        : `Secrets Manager can restore it for ${days(recoveryWindowInDays)} then`;
    const replicas = formerSecret(secret).replicas.length > 0 ? "" : " and no replicas";
    return {
      secret: id,
      account: account.name,
      was: { secret: former.id, account: former.account.name },
      copied: `up copies the value: the version AWSCURRENT, and AWSPREVIOUS if there is one, and no other version or label`,
      kept: `while ${former.id} is there, it has no rotation${replicas}, and ${readersOf(secret)}`,
      deleted: `${former.id} will be deleted by a later up, ${since}, when no stack of readers names ${former.id}; without a value it will be deleted by the next up; ${restored}`,
    };
  });
}

/** The readers that may still read the old secret until they use the new one. */
function readersOf(secret: Successor): string {
  const { grants, id } = secret;
  const cutOff = hasMoved(secret) ? grants.filter(({ reader }) => reader.targetRole) : [];
  const may = `the readers of ${id} may read it`;
  if (cutOff.length === 0) return may;
  return `${may}, but for those in mode targetRole: ${cutOff.map(({ reader }) => reader.id).join(", ")}`;
}

function days(number: number): string {
  return number === 1 ? "1 day" : `${number} days`;
}

/** Says that an old secret is deleted now. `since`: when its successor got a value. Without it, the old secret has no value itself. */
export function formerLoss({ former, id }: Successor, since?: Date): Loss {
  const why = since
    ? `secret ${id} has a value since ${since.toISOString().slice(0, 10)}`
    : "it has no value";
  const says = `secret ${former.id} of account ${accountTitle(former.account)} will be deleted: ${why}`;
  return { kind: "value", says };
}

/**
 * The secrets that others replace and that their account's stack holds. Each has only the replicas that it has there: one that the
 * inventory adds is the new secret's alone.
 */
export function heldFormers(
  zone: Pick<LandingZone, "secrets">,
  account: ResolvedAccount,
  deployed: readonly DeployedSecret[],
): ResolvedSecret[] {
  return formerSecrets(zone, account).flatMap((former) => {
    const { id, name, region } = former;
    const place = { account: account.id, region, name };
    const held = deployed.find((one) => one.id === id && isSameJson(secretPlace(one.arn), place));
    if (!held) return [];
    const replicas = former.replicas.filter((one) => held.replicas?.includes(one.region));
    const secret = { ...former, replicas };
    secret.grants = former.grants.map((grant) => ({ ...grant, target: secret }));
    return [secret];
  });
}

/**
 * Why an account's stack would fail halfway: the policy of a target role has no room for the old secrets, which `formers` are, beside
 * the new ones. One sentence for each reader.
 */
export function overfullTargetRoles(
  { readers }: Pick<LandingZone, "readers">,
  account: ResolvedAccount,
  formers: readonly ResolvedSecret[],
): string[] {
  const { limit, unit } = policyBudgets.podRolePolicy;
  const read = formers.length > 0 ? readers : [];
  return read.flatMap((reader) => {
    const { grants, id, targetRole } = reader;
    const old = formers.flatMap((one) => one.grants.filter((grant) => grant.reader.id === id));
    if (targetRole?.account !== account || old.length === 0) return [];
    const both = podRolePolicyInput({ ...reader, grants: [...grants, ...old] }, plannedArns);
    const size = policySize("podRolePolicy", podRolePolicy(both));
    if (size <= limit) return [];
    const names = old.map(({ target }) => target.id).join(", ");
    return [
      `reader ${id}: the policy of target role ${targetRole.arn} must name the old secrets beside the new ones for a while, and may have at most ${limit} ${unit}, got ${size}: deploy inventories in turn, each of which renames or moves some of the secrets, and the next once up has deleted the old ones; this one renames or moves too many secrets of readers.${id} at once: ${names}`,
    ];
  });
}
