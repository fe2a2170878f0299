import type { GroupDocuments, RoleDocuments, UserDocuments } from "../domain/documents";
import { ACTIONS_OF_READS, statementsAbout } from "../evaluator/reads";
import type { Gap } from "../gaps/gap";
import { PolicyGrammarError } from "../grammar/error";
import type { RawPolicy } from "../grammar/named-policy";
import { parsePolicy } from "../grammar/parse-policy";
import type { PolicyKind } from "../grammar/syntax";

/** The roles, users and groups of an account, as AWS describes them. */
export interface AccountIdentities {
  roles: RoleDocuments[];
  users: UserDocuments[];
  groups: GroupDocuments[];
}

export interface UnderstoodIdentities extends AccountIdentities {
  /** What is not understood of them. */
  gaps: Gap[];
}

/**
 * Roles and users with all of their documents that the grammar knows. Of a document that it does not know, the statements that
 * no read depends on are left out. If it does not know the others either, the role or user is left out and named; so is
 * every user of a group of which it does not know them. A role whose trust policy is not known stays, without one: anyone may
 * become it.
 */
export function understoodIdentities({
  groups,
  roles,
  users,
}: AccountIdentities): UnderstoodIdentities {
  const gaps: Gap[] = [];
  const leaveOpen = (kind: "rights" | "trust", arn: string, problem: string) => {
    const what = kind === "trust" ? "who may become" : "what may be done by";
    gaps.push({ open: { kind, arn }, reason: `${what} ${arn} is not understood: ${problem}` });
  };
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
  const withTrust = (role: RoleDocuments): RoleDocuments => {
    try {
      parse(role.trust, "trust", `trust policy of ${role.arn}`);
      return role;
    } catch (error) {
      leaveOpen("trust", role.arn, problemIn(error));
      return { ...role, trust: null };
    }
  };
  return {
    roles: roles.flatMap(withRights).map(withTrust),
    users: users.flatMap(withRights),
    groups: understoodGroups,
    gaps,
  };
}

/** The document, or what of it decides who reads. Throws where that is not understood. */
function understood(
  document: RawPolicy | null | undefined,
  kind: PolicyKind,
  name: string,
): RawPolicy {
  try {
    parse(document, kind, name);
    return document;
  } catch (error) {
    if (typeof document !== "object" || document === null) throw error;
    const rest = rests.get(document) ?? {
      ...document,
      Statement: statementsAbout(document, ACTIONS_OF_READS),
    };
    rests.set(document, rest);
    parse(rest, kind, name);
    return rest;
  }
}

/** What is left of documents that are not understood: many identities have the same ones. */
const rests = new WeakMap<object, RawPolicy>();

function parse(document: RawPolicy | null | undefined, kind: PolicyKind, name: string): void {
  if (document !== null && document !== undefined) parsePolicy({ name, document }, kind);
}

function problemIn(error: unknown): string {
  if (error instanceof PolicyGrammarError) return error.message;
  throw error;
}
