import type { FederatedMaker, RoleMaker } from "../../domain/administrator";
import { isAccountMaker } from "../documents/declared-makers";
import { type Administration, subjectKeyOf } from "../documents/role-makers";
import { always, and, atom, type Formula, not, or } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { anySteps, type PatternStep, stepsPattern, textSteps } from "../texts/text-pattern";
import { equalsText } from "../texts/text-value";
import { isRole, isUser, type QuestionSetup, type SymbolicCaller } from "./caller";

/** Name of the assumption about roles of administrators whose trust policies the documents lack. */
export const ADMINISTRATOR_TRUST = "administrator-trust";

/** How many steps back from an administrator's session are looked at, at most so many. */
export function stepsToAdministrators({ behind }: Administration, most: number): number {
  return Math.min(behind.steps + 1, most);
}

/**
 * Says that the caller is a named administrator of the account; as a role, in a session that only declared ones come to: one of them made it, or
 * a session of a role of which the same is true. Of a role whose trust policy the documents lack, that is assumed.
 */
export function isDeclaredAdministrator(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  { account, closed, makersOf, named: administrators }: Administration,
): Formula {
  const { problem, roles } = setup;
  const undeclared = atom("somebody who was not declared becomes a role of unknown trust");
  problem.assume(ADMINISTRATOR_TRUST, not(undeclared));
  const trusted = roles.filter(({ trust }) => trust !== null && trust !== undefined);
  const hasTrust = new Set(trusted.map(({ arn }) => arn));
  const isOneOf = ({ principal }: SymbolicCaller, arns: Iterable<string>) =>
    or(...[...arns].map((arn) => isRole(principal, arn)));

  /** An administrator of whose sessions it is not asked who made them. */
  const isFinal = ({ principal }: SymbolicCaller) => {
    const { arn, hasArn, kinds } = principal;
    return or(
      ...administrators
        .filter((one) => !hasTrust.has(one))
        .map((one) =>
          one.includes(":role/")
            ? and(isRole(principal, one), not(undeclared))
            : and(hasArn, not(kinds.session), equalsText(arn, one)),
        ),
    );
  };
  const isMaker = (
    maker: RoleMaker,
    caller: SymbolicCaller,
    creation: SymbolicContext | undefined,
  ): Formula => {
    const { principal } = caller;
    const { hasArn, kinds, service } = principal;
    if (typeof maker === "object" && "provider" in maker) {
      return isVouchedFor(maker, caller, creation);
    }
    const name = typeof maker === "string" ? maker : maker.role;
    if (isAccountMaker(name)) {
      return and(hasArn, equalsText(principal.account, name), not(isOneOf(caller, hasTrust)));
    }
    if (name.includes(":role/")) {
      return hasTrust.has(name) ? or() : and(isRole(principal, name), not(undeclared));
    }
    return name.includes(":user/")
      ? isUser(principal, name)
      : and(kinds.service, equalsText(service, name));
  };
  const isMadeByDeclared = (session: SymbolicCaller): Formula => {
    const { assumer, creation, principal } = session;
    if (!assumer) return isOneOf(session, closed);
    const { account: own, kinds } = assumer.principal;
    return or(
      isOneOf(session, closed),
      isFinal(assumer),
      and(kinds.root, equalsText(own, account)),
      ...trusted.map(({ arn }) =>
        and(
          isRole(principal, arn),
          or(...makersOf(arn).map((maker) => isMaker(maker, assumer, creation?.(arn)))),
        ),
      ),
      and(isOneOf(assumer, hasTrust), isMadeByDeclared(assumer)),
    );
  };
  return or(
    isFinal(caller),
    and(
      isOneOf(
        caller,
        administrators.filter((arn) => hasTrust.has(arn)),
      ),
      isMadeByDeclared(caller),
    ),
  );
}

/** Says that the provider vouches for the caller, with a subject that was declared. */
function isVouchedFor(
  maker: FederatedMaker,
  { principal: { kinds, provider } }: SymbolicCaller,
  creation: SymbolicContext | undefined,
): Formula {
  const { subject } = maker;
  const subjects = subject === "*" ? undefined : creation?.keyOf(subjectKeyOf(maker));
  return and(
    kinds.federated,
    equalsText(provider, maker.provider),
    subject === "*"
      ? always
      : or(
          ...(subjects ?? []).map(({ present, text }) =>
            and(present, text.matches(stepsPattern(subjectSteps(subject)))),
          ),
        ),
  );
}

function subjectSteps(subject: string): PatternStep[] {
  return [...subject].flatMap((character) => {
    if (character === "*") return anySteps;
    if (character === "?") return [{ class: { kind: "any" as const }, many: false }];
    return textSteps(character, false);
  });
}
