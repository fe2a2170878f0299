import { always, and, type Formula, never, not, or } from "../solver/formula";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import { NOBODY } from "./principal";
import type { PolicyReading } from "./statement";

/** What each policy in force says of a symbolic request. */
export interface Readings {
  /** The policy of the resource; none means that it has none. */
  resource?: PolicyReading;
  resourceKind: "resource" | "key" | "trust";
  /** What grants of the key allow needs no other policy. */
  grants?: Formula;
  /** Identity policies of the principal: what they allow, and what they deny. */
  identity: { allows: Formula; denies: Formula };
  /** Says that the root user has the rights of its account. Defaults to always. */
  root?: Formula;
  /** Permissions boundary and session policies: each must allow, and may deny. */
  limits: { allows: Formula; denies: Formula }[];
  /** Control policies of an organization, by level: each must allow, and may deny. */
  control: { allows: Formula; denies: Formula }[];
}

/** Says that the request is allowed: no policy denies it, every limit lets it through, and a grant is made. */
export function isAllowed(request: SymbolicRequest, readings: Readings): Formula {
  const { control, grants: byGrant = never, identity, limits, resource, resourceKind } = readings;
  const { root = always } = readings;
  // Strictly read, limits count where AWS does not say whether they do: for grants of a key, and for what is given to everyone.
  const { isSameAccount, principal, strict = false } = request;
  const { account, direct, everyone, named } = resource?.allowsAs ?? NOBODY;
  const anybody = or(account, direct, everyone, named);
  const byIdentity = or(and(principal.kinds.root, root), identity.allows);
  const delegated = resourceKind === "resource" ? byIdentity : and(account, byIdentity);
  const ways = [
    byGrant,
    and(not(principal.hasArn), anybody),
    and(principal.hasArn, isSameAccount, or(direct, everyone, named, delegated)),
    and(principal.hasArn, not(isSameAccount), anybody, byIdentity),
  ];
  const isUnlimited = or(
    and(principal.hasArn, isSameAccount, or(direct, strict ? never : everyone)),
    strict ? never : byGrant,
  );
  return and(
    or(...ways),
    not(or(resource?.denies ?? or(), identity.denies)),
    ...limits.flatMap(({ allows, denies }) => [or(isUnlimited, allows), not(denies)]),
    ...control.flatMap(({ allows, denies }) => [allows, not(denies)]),
  );
}
