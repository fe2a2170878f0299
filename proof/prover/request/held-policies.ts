import { getOrMake, memoize } from "../../collections";
import type { IdentityDocuments } from "../../domain/documents";
import type { ParsedPolicy, ParsedStatement } from "../../grammar/syntax";
import { onlyAboutAction } from "../encoder/statement";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import type { QuestionSetup } from "./caller";

/** At least one policy, and the roles and users that have it: all those whose policies say the same. */
export interface Held {
  holders: IdentityDocuments[];
  policies: ParsedPolicy[];
}

/** The boundaries of roles and users in the documents. */
export const boundariesOf = memoize((setup: QuestionSetup) =>
  heldAlike(setup, (identity) => {
    const boundary = setup.policies.boundaryOf(identity);
    return boundary.length > 0 ? [boundary] : [];
  }),
);

const aboutActions = memoize((_: QuestionSetup) => new Map<string, Held[]>());

/** The statements about the action in roles' and users' own policies. Few say anything about assuming another role. */
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

/**
 * Encodes equal policies of several holders once. With certificates, which name the document of each statement, no policies count
 * as equal.
 */
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

/** The content of a statement, without its position and Sid. */
const textOf = memoize(({ index: _, sid: __, ...said }: ParsedStatement) =>
  JSON.stringify(said, (___, value) => (typeof value === "bigint" ? String(value) : value)),
);

export function identitiesOf({ roles, users }: QuestionSetup): IdentityDocuments[] {
  return [...roles, ...users];
}
