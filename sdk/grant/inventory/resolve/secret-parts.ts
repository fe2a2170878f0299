import { DEFAULT_KEEP_DAYS } from "../../../defaults";
import { ownRegionFlaw, regionFlaw } from "../../../rules/arn-rules";
import { type Path, type Report, shown } from "../../../rules/problem";
import type {
  FormerSecret,
  ResolvedAccount,
  ResolvedSecret,
  RotationSchedule,
  RotationSettings,
} from "../../landing-zone/landing-zone";
import type { Inventory } from "../schema/inventory";
import type { SecretEntry } from "../schema/secret";
import { ownArn, ownRegion, type uniqueness } from "./references";

/** The parts of a rotation that only a secret created by this package can have. */
const SCHEDULE = ["lambdaArn", "automaticallyAfterDays"] as const;

/** Who rotates a secret and, if this package creates it, how. */
export function resolveRotation(
  { existing, rotation }: SecretEntry,
  { account, region }: Pick<ResolvedSecret, "account" | "region">,
  path: Path,
  report: Report,
): RotationSettings | undefined {
  if (!rotation) return undefined;
  const { automaticallyAfterDays, lambdaArn, roleArn } = rotation;
  const at = [...path, "rotation"];
  for (const key of SCHEDULE) {
    if (existing && rotation[key] !== undefined) {
      report([...at, key], "must be left out: the secret exists and keeps its own");
    }
    if (!existing && rotation[key] === undefined) report([...at, key], "is required");
  }
  if (lambdaArn !== undefined) {
    const says = regionFlaw(lambdaArn, region, "function", "secret") ?? ownRegionFlaw(lambdaArn);
    report([...at, "lambdaArn"], says);
  }
  if (roleArn !== undefined) ownArn(roleArn, account, [...at, "roleArn"], report);
  else if (existing) report([...at, "roleArn"], "is required");
  return { roleArn, ...scheduleOf(lambdaArn, automaticallyAfterDays, existing) };
}

function scheduleOf(
  lambdaArn: string | undefined,
  automaticallyAfterDays: number | undefined,
  existing: boolean | undefined,
): { schedule?: RotationSchedule } {
  if (existing || lambdaArn === undefined || automaticallyAfterDays === undefined) return {};
  return { schedule: { lambdaArn, automaticallyAfterDays } };
}

/** Reports statements of the user's own that cannot be in a resource policy. */
export function checkExtraStatements(
  statements: readonly Record<string, unknown>[],
  path: Path,
  report: Report,
): void {
  const sids = new Set<string>();
  for (const [index, { Effect, NotPrincipal, Principal, Sid }] of statements.entries()) {
    const at = [...path, index];
    if (typeof Sid !== "string" || !/^[A-Za-z0-9]+$/.test(Sid)) {
      report([...at, "Sid"], `must be letters and digits, got ${shown(Sid)}`);
    } else if (sids.has(Sid)) {
      report([...at, "Sid"], `must be unique among the statements, got ${shown(Sid)}`);
    } else {
      sids.add(Sid);
    }
    if (Effect !== "Allow" && Effect !== "Deny") {
      report([...at, "Effect"], `must be Allow or Deny, got ${shown(Effect)}`);
    }
    if (Principal === undefined && NotPrincipal === undefined) {
      report([...at, "Principal"], "is required in a resource policy");
    }
    for (const [element, named] of Object.entries({ NotPrincipal, Principal })) {
      for (const identity of identitiesOf(named)) {
        const says = `names ${identity} itself: when that is deleted, the secret can no longer be refreshed or updated; name its account, with the ARN under aws:PrincipalArn in a condition`;
        report([...at, element], says, "warning");
      }
    }
  }
}

/** Roles and users that a principal names by ARN. AWS stores their unique ids instead of the ARNs. */
function identitiesOf(principal: unknown): string[] {
  const { AWS } = Object(principal) as { AWS?: unknown };
  const named = [AWS].flat().map(String);
  return named.filter((one) => /^arn:[^:]+:iam::\d{12}:(?:role|user)\//.test(one));
}

interface Surroundings {
  inventory: Inventory;
  accounts: ReadonlyMap<string, ResolvedAccount>;
  /** Of the secret's entry. */
  path: Path;
  report: Report;
}

/** The secret that this entry replaces, from `renamedFrom` and `movedFrom`. */
export function resolveFormer(
  secret: ResolvedSecret,
  entry: SecretEntry,
  { accounts, inventory, path, report }: Surroundings,
): FormerSecret | undefined {
  const { movedFrom, renamedFrom } = entry;
  if (movedFrom === undefined && renamedFrom === undefined) return undefined;
  if (entry.existing) {
    for (const key of ["renamedFrom", "movedFrom"] as const) {
      if (entry[key] !== undefined) {
        report([...path, key], "must be left out: the secret exists, and nothing is copied to it");
      }
    }
    return undefined;
  }
  const rename = typeof renamedFrom === "string" ? { secret: renamedFrom } : renamedFrom;
  const move = typeof movedFrom === "string" ? { account: movedFrom } : movedFrom;
  const account = move?.account === undefined ? secret.account : accounts.get(move.account);
  if (!account) return undefined;

  const id = rename?.secret ?? secret.id;
  const name = rename?.name ?? rename?.secret ?? secret.name;
  const region = move ? (move.region ?? account.region) : secret.region;
  if (move) ownRegion(region, account, [...path, "movedFrom"], report);
  const misplaced = rename
    ? oldKeyFlaw(rename.secret, secret, inventory)
    : moveFlaw({ account, region }, secret);
  if (misplaced !== undefined) {
    report([...path, rename ? "renamedFrom" : "movedFrom"], misplaced);
    return undefined;
  }
  const [days, others] = [rename?.keepDays, move?.keepDays];
  if (days !== undefined && others !== undefined && days !== others) {
    report(
      [...path, "movedFrom", "keepDays"],
      `must be that of renamedFrom, ${days}, got ${others}`,
    );
  }
  return { id, name, account, region, keepDays: days ?? others ?? DEFAULT_KEEP_DAYS };
}

function oldKeyFlaw(
  old: string,
  { id }: ResolvedSecret,
  { secrets = {} }: Inventory,
): string | undefined {
  if (!Object.hasOwn(secrets, old)) return undefined;
  return old === id
    ? "must be another key than the secret has now: to change its name, give the entry another key, too"
    : `must be a key that no entry has any more, got ${shown(old)}; take that entry out: its secret stays until this one has its value`;
}

/** Why a secret cannot be moved like this: a stack holds only one secret under each inventory key. */
function moveFlaw(
  was: Pick<FormerSecret, "account" | "region">,
  { account, region }: ResolvedSecret,
): string | undefined {
  if (was.account !== account) return undefined;
  return was.region === region
    ? `must be another account or region than the secret has now, ${account.name} and ${region}`
    : "needs renamedFrom, too, within one account; give the entry another key, and the old one as renamedFrom";
}

/** Reports a former place at which the inventory still has a secret, or that two secrets claim. */
export function checkFormerPlaces(
  secrets: Iterable<ResolvedSecret>,
  unique: ReturnType<typeof uniqueness>,
): void {
  for (const { former, id } of secrets) {
    if (!former) continue;
    const { account, name, region } = former;
    unique(
      `${account.id}/${region}/${name}`,
      `the old one of ${id}`,
      ["secrets", id],
      (first) =>
        `must have been a secret of its own, got ${shown(name)} in ${region} of ${account.name}, which ${first} is; set name or region of renamedFrom or movedFrom`,
    );
  }
}
