import { getOrMake, memoize } from "../../collections";
import type { IdentityDocuments } from "../../domain/documents";
import type { ParsedPolicy, ParsedStatement } from "../../grammar/syntax";
import { onlyAboutAction } from "../encoder/statement";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import type { QuestionSetup } from "./caller";

/** Policies, of which there is at least one, and the roles and users that have them: all whose policies say the same. */
export interface Held {
  holders: IdentityDocuments[];
  policies: ParsedPolicy[];
}

/** Boundaries that the documents give to roles and users. */
export const boundariesOf = memoize((setup: QuestionSetup) =>
  heldAlike(setup, (identity) => {
    const boundary = setup.policies.boundaryOf(identity);
    return boundary.length > 0 ? [boundary] : [];
  }),
);

const aboutActions = memoize((_: QuestionSetup) => new Map<string, Held[]>());

/** What roles' and users' own policies say of the action, each statement by itself. Nearly none says something of becoming another role. */
export function statementsAboutAction(setup: QuestionSetup, request: SymbolicRequest): Held[] {
  const find = () =>
    heldAlike(setup, (identity) =>
      onlyAboutAction(setup.policies.heldBy(identity), request).flatMap((policy) =>
        policy.statements.map((statement) => [{ ...policy, statements: [statement] }]),
      ),
    );
  const { constant } = request.action;
  return constant === undefined ? find() : getOrMake(aboutActions(setup), constant, find);
}

/** The same policies of many are read once. A certificate names the document of each statement, so that there nobody's are the same. */
function heldAlike(
  setup: QuestionSetup,
  policiesOf: (identity: IdentityDocuments) => ParsedPolicy[][],
): Held[] {
  const keyOf = (policy: ParsedPolicy) =>
    policy.statements
      .map((one) => (setup.problem.isCertified ? `${one.index} of ${policy.name}` : textOf(one)))
      .join();
  const found = new Map<string, Held>();
  for (const identity of identitiesOf(setup)) {
    for (const policies of policiesOf(identity)) {
      const key = policies.map(keyOf).join();
      getOrMake(found, key, () => ({ holders: [], policies })).holders.push(identity);
    }
  }
  return [...found.values()];
}

/** What a statement says: not where it stands, nor how it is called. */
const textOf = memoize(({ index: _, sid: __, ...said }: ParsedStatement) =>
  JSON.stringify(said, (___, value) => (typeof value === "bigint" ? String(value) : value)),
);

export function identitiesOf({ roles, users }: QuestionSetup): IdentityDocuments[] {
  return [...roles, ...users];
}
