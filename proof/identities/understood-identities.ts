import { memoize } from "../collections";
import type { GroupDocuments, RoleDocuments, UserDocuments } from "../domain/documents";
import { ACTIONS_OF_READS, statementsAbout } from "../evaluator/reads";
import type { Gap } from "../gaps/gap";
import { PolicyGrammarError } from "../grammar/error";
import { grammarError, parsePolicy } from "../grammar/parse-policy";
import type { PolicyKind, RawPolicy } from "../grammar/syntax";

/** The roles, users and groups of an account, as AWS describes them. */
export interface AccountIdentities {
  roles: RoleDocuments[];
  users: UserDocuments[];
  groups: GroupDocuments[];
}

export interface UnderstoodIdentities extends AccountIdentities {
  /** The parts that are not understood. */
  gaps: Gap[];
}

/**
 * Roles and users with all documents that the grammar understands. If it does not understand a document, statements that cannot
 * affect reads are left out. If it does not understand the others either, the role or user is left out and named, and so is every
 * user of such a group. A role whose trust policy is not understood stays, without the policy: anyone might assume it.
 */
export function understoodIdentities({
  groups,
  roles,
  users,
}: AccountIdentities): UnderstoodIdentities {
  const gaps: Gap[] = [];
  const leaveOpen: LeaveOpen = (kind, arn, problem) => gaps.push(gapOf(kind, arn, problem));
  const problemsOfGroups = new Map<string, string>();
  const withPolicies = <Holder extends GroupDocuments>(holder: Holder): Holder => ({
    ...holder,
    policies: (holder.policies ?? []).map((one) =>
      understood(one, "identity", `policy of ${holder.arn}`),
    ),
  });
  const understoodGroups = groups.flatMap((group) => {
    try {
      return [withPolicies(group)];
    } catch (error) {
      problemsOfGroups.set(group.arn, problemIn(error));
      return [];
    }
  });
  const withRights = <Identity extends UserDocuments>(identity: Identity): Identity[] => {
    const { arn, groups: names, permissionsBoundary } = identity;
    const ofGroup = (names ?? []).flatMap((name) => problemsOfGroups.get(name) ?? []);
    try {
      const [reason] = ofGroup;
      if (reason === undefined) {
        const name = `permissions boundary of ${arn}`;
        const boundary = understood(permissionsBoundary, "boundary", name);
        return [{ ...withPolicies(identity), permissionsBoundary: boundary }];
      }
      leaveOpen("rights", arn, reason);
    } catch (error) {
      leaveOpen("rights", arn, problemIn(error));
    }
    return [];
  };
  return {
    roles: roles.flatMap(withRights).map((role) => withTrust(role, leaveOpen)),
    users: users.flatMap(withRights),
    groups: understoodGroups,
    gaps,
  };
}

/**
 * Declared roles without documents that the grammar does not understand. This includes statements that cannot affect reads: they
 * may be more than was granted.
 */
export function understoodReaders(roles: RoleDocuments[]): { roles: RoleDocuments[]; gaps: Gap[] } {
  const gaps: Gap[] = [];
  const leaveOpen: LeaveOpen = (kind, arn, problem) => gaps.push(gapOf(kind, arn, problem));
  const known = (arn: string, kind: PolicyKind, name: string, document: RawPolicy) => {
    const problem = problemOf(document, kind, `${name} of ${arn}`);
    if (problem !== undefined) leaveOpen("rights", arn, problem);
    return problem === undefined;
  };
  const withRights = (role: RoleDocuments): RoleDocuments => {
    const { arn, permissionsBoundary: boundary, policies } = role;
    const isKnown = known(arn, "boundary", "permissions boundary", boundary);
    return {
      ...role,
      policies: policies?.filter((one) => known(arn, "identity", "policy", one)),
      ...(!isKnown && { permissionsBoundary: null }),
    };
  };
  return { roles: roles.map(withRights).map((role) => withTrust(role, leaveOpen)), gaps };
}

type LeaveOpen = (kind: "rights" | "trust", arn: string, problem: string) => void;

function withTrust(role: RoleDocuments, leaveOpen: LeaveOpen): RoleDocuments {
  const problem = problemOf(role.trust, "trust", `trust policy of ${role.arn}`);
  if (problem === undefined) return role;
  leaveOpen("trust", role.arn, problem);
  return { ...role, trust: null };
}

function gapOf(kind: "rights" | "trust", arn: string, problem: string): Gap {
  const what = kind === "trust" ? "who may become" : "what may be done by";
  return { open: { kind, arn }, reason: `${what} ${arn} is not understood: ${problem}` };
}

/** The document, or the part of it that decides who reads. Throws if that part is not understood. */
function understood(
  document: RawPolicy | null | undefined,
  kind: PolicyKind,
  name: string,
): RawPolicy {
  if (problemOf(document, kind, name) === undefined) return document;
  const rest = typeof document === "object" && document !== null ? restOf(document) : document;
  parsePolicy({ name, document: rest }, kind);
  return rest;
}

/** The understood part of documents, cached because many identities have the same ones. */
const restOf = memoize((document: object) => ({
  ...document,
  Statement: statementsAbout(document, ACTIONS_OF_READS),
}));

function problemOf(
  document: RawPolicy | null | undefined,
  kind: PolicyKind,
  name: string,
): string | undefined {
  if (document === null || document === undefined) return undefined;
  return grammarError({ name, document }, kind)?.message;
}

function problemIn(error: unknown): string {
  if (error instanceof PolicyGrammarError) return error.message;
  throw error;
}
