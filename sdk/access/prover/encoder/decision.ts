import { always, and, type Formula, never, not, or } from "../solver/formula";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import type { PolicyReading } from "./statement";

/** What each policy in force says of a symbolic request. */
export interface Readings {
  /** The policy of the resource; none means that it has none. */
  resource?: PolicyReading;
  resourceKind: "resource" | "key" | "trust";
  /** Grants of the key: what they allow needs no other policy, and AWS does not say whether limits count for it. */
  grants?: { allows: Formula; areLimited: boolean };
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
  const { control, grants, identity, limits, resource, resourceKind, root = always } = readings;
  const { isSameAccount, principal } = request;
  const { account, direct, named } = resource?.allowsAs ?? {
    account: or(),
    direct: or(),
    named: or(),
  };
  const byIdentity = or(and(principal.kinds.root, root), identity.allows);
  const delegated = resourceKind === "resource" ? byIdentity : and(account, byIdentity);
  const byGrant = grants?.allows ?? never;
  const ways = [
    byGrant,
    and(not(principal.hasArn), or(account, direct, named)),
    and(principal.hasArn, isSameAccount, or(direct, named, delegated)),
    and(principal.hasArn, not(isSameAccount), or(account, direct, named), byIdentity),
  ];
  const isDirect = or(
    and(principal.hasArn, isSameAccount, direct),
    grants?.areLimited ? never : byGrant,
  );
  return and(
    or(...ways),
    not(or(resource?.denies ?? or(), identity.denies)),
    ...limits.flatMap(({ allows, denies }) => [or(isDirect, allows), not(denies)]),
    ...control.flatMap(({ allows, denies }) => [allows, not(denies)]),
  );
}
