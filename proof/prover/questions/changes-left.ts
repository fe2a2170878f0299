import { asMapping, isMapping } from "../../collections";
import { type ParsedPolicy, type RawPolicy, rawStatements } from "../../grammar/syntax";
import type { ClaimResult } from "../claims/claim";
import type { Deployment } from "../documents/deployment";
import { COMMON, GroupsApart } from "../documents/groups-apart";
import { namesEverybody } from "../documents/roles-that-may-read";
import type { About, Recollection } from "./memory";
import type { Arns } from "./sides";

/** What remains to be asked about two versions. */
interface ChangesLeft {
  /** What was proved about each claim before. */
  known: (ClaimResult | undefined)[];
  /** The documents that the other claims are about. */
  old: Deployment;
  now: Deployment;
  /** Keeps the results of the claims, in the same order. */
  keep(found: readonly ClaimResult[]): void;
}

/** Leaves out groups of documents for which "no change" was proved before. */
export function changesLeft(
  [old, now]: readonly [Deployment, Deployment],
  claims: readonly (About & { arns: Arns })[],
  given: readonly unknown[],
  recollection: Recollection | undefined,
): ChangesLeft {
  if (!recollection) return { known: [], old, now, keep: () => {} };
  const { apart, groupOf } = sidesApart(old, now);
  const about = claims.map((one) => ({ ...one, group: groupOf(one.arns) }));
  const { keep, known, left } = recollection.aboutGroups(apart, about, given);
  if (about.some(({ group }) => group === undefined)) return { known, old, now, keep };
  return { known, old: apart.deploymentOf(left), now: apart.deploymentOf(left, 1), keep };
}

/** The documents of both versions, divided into groups. */
interface SidesApart {
  apart: GroupsApart;
  /** The group that, with the common documents, both sides depend on; undefined if they depend on several. */
  groupOf(arns: Arns): number | undefined;
}

/** Divides both versions. A policy that lets in others than it names may let in any role, as in `concernedRoles`. */
export function sidesApart(old: Deployment, now: Deployment): SidesApart {
  const apart = new GroupsApart([old, now]);
  const broad = new Set<number | undefined>();
  const looked = new Set<object>();
  for (const { parameters, policies, roles, secrets } of [old, now]) {
    const look = (one: { arn: string }, raw: RawPolicy, parsed: () => ParsedPolicy[]) => {
      if (looked.has(one)) return;
      looked.add(one);
      if (!isPlain(raw) && !areNaming(parsed)) broad.add(apart.groupOf(one.arn));
    };
    for (const one of roles) look(one, one.trust, () => policies.trustOf(one));
    for (const one of secrets) look(one, one.policy, () => policies.ofSecret(one));
    for (const one of parameters) look(one, null, () => policies.ofParameter(one));
  }
  const groupOf = ({ after, before }: Arns) => {
    const groups = [before, after].flatMap((arn) => (arn === undefined ? [] : apart.groupOf(arn)));
    const [group, other = group] = groups;
    return group !== other || broad.has(COMMON) || broad.has(group) ? undefined : group;
  };
  return { apart, groupOf };
}

/** Whether the policies name everybody that they let in. A policy that cannot be parsed may let in anybody. */
function areNaming(policies: () => ParsedPolicy[]): boolean {
  try {
    return policies().every(namesEverybody);
  } catch {
    return false;
  }
}

/** Whether it only lets in services, and roles and users by their ARNs, as most do: such policies need not be parsed. */
function isPlain(policy: RawPolicy): boolean {
  const areNamed = (names: unknown) => [names].flat().every((one) => NAMED.test(String(one)));
  return (
    isMapping(policy) &&
    rawStatements(policy).every((one) => {
      const { Condition: condition, Principal: principal } = asMapping(one);
      if (areNamed(asMapping(asMapping(condition).ArnEquals)["aws:PrincipalArn"])) return true;
      const entries = isMapping(principal) ? Object.entries(principal) : [["AWS", "*"]];
      return entries.every(([kind, of]) => kind === "Service" || (kind === "AWS" && areNamed(of)));
    })
  );
}

const NAMED = /^arn:[\w-]+:iam::\d{12}:(role|user)\/[^*?$]+$/;
