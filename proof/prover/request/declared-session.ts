import type { FederatedMaker, RoleMaker } from "../../domain/administrator";
import type { RoleDocuments } from "../../domain/documents";
import { subjectKeyOf } from "../../domain/web-identity";
import { isAccountMaker } from "../documents/names-of-principals";
import type { Administration } from "../documents/role-makers";
import { always, and, atom, type Formula, implies, not, or } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { equality } from "../texts/template";
import {
  anySteps,
  arnPattern,
  type PatternStep,
  stepsPattern,
  type TextPattern,
  textSteps,
} from "../texts/text-pattern";
import { equalsText } from "../texts/text-value";
import { isRole, isUser, type QuestionSetup, type SymbolicCaller } from "./caller";
import { SESSION_KEYS, sessionKey } from "./real-keys";

/** Name of the assumption about administrators' roles whose trust policies are not in the documents. */
export const ADMINISTRATOR_TRUST = "administrator-trust";

/** The number of steps to look back from an administrator's session, limited to `most`. */
export function stepsToAdministrators({ behind }: Administration, most: number): number {
  return Math.min(behind.steps + 1, most);
}

/**
 * The caller is a named administrator of the account. If it is a role, its session was created by a declared principal, or by a
 * session of a role for which the same is true. For a role whose trust policy is not in the documents, this is assumed.
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

  /** An administrator whose sessions' creators are not asked about. */
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

/** The provider vouches for the caller, with a declared subject. */
export function isVouchedFor(
  maker: FederatedMaker,
  { principal: { kinds, provider } }: SymbolicCaller,
  creation: Pick<SymbolicContext, "keyOf"> | undefined,
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

/** For each prefix of keys, the only services that create credentials with them. */
const SERVICES: [prefix: string, services: string[]][] = [
  // For instances, this includes Systems Manager's default host management.
  ["ec2:", ["ec2", "ssm"]],
  ["aws:ec2", ["ec2", "ssm"]],
  ["lambda:", ["lambda", "edgelambda"]],
];

/**
 * Where a session's credential keys come from: from its creator, or from the creator's own session. AWS does not document which
 * of them a session passes on to the next, except for the source identity.
 */
export function sessionKeyFacts(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  assumer: SymbolicCaller,
  role: RoleDocuments,
  creation: SymbolicContext,
  maySetIdentity: () => Formula,
): Formula[] {
  const { multiplicity, problem } = setup;
  const isSession = isRole(caller.principal, role.arn);
  return SESSION_KEYS.filter((key) => multiplicity(key) > 1).map((key) => {
    const own = sessionKey(problem, caller.principal, key);
    const before = sessionKey(problem, assumer.principal, key);
    const isSame = (what: string, other: typeof own) =>
      and(
        other.present,
        problem.template(
          equality(`${caller.principal.name} has ${key} of ${what}`, own.text, other.text),
        ),
      );
    const handedOn = isSame("its maker", before);
    const given = () => {
      if (key === "aws:federatedprovider") return isOfProvider(setup, own.text, role, assumer);
      const [, services = []] = SERVICES.find(([prefix]) => key.startsWith(prefix)) ?? [];
      const { kinds, service } = assumer.principal;
      const names = services.flatMap((one) => [`${one}.amazonaws.com`, `${one}.amazonaws.com.cn`]);
      return and(kinds.service, equalsText(service, ...names));
    };
    const [asked] = key === "aws:sourceidentity" ? creation.keyOf("sts:sourceidentity") : [];
    // IAM, "Monitor and control actions taken with assumed roles": it cannot be changed, and the next role must also allow it.
    const isFrom = asked
      ? and(or(isSame("its making", asked), and(handedOn, not(asked.present))), maySetIdentity())
      : or(given(), handedOn);
    return implies(and(isSession, own.present), isFrom);
  });
}

/** A provider created the session, and the text refers to it by its host, or by an address or ARN with it. */
function isOfProvider(
  { policies }: QuestionSetup,
  text: ReturnType<typeof sessionKey>["text"],
  role: RoleDocuments,
  { principal: { kinds, provider } }: SymbolicCaller,
): Formula {
  const providers = policies
    .trustOf(role)
    .flatMap(({ statements }) =>
      statements.flatMap(({ principal }) =>
        (principal?.entries ?? []).flatMap((entry) =>
          entry.kind === "federated" ? [entry.provider] : [],
        ),
      ),
    );
  return and(
    kinds.federated,
    ...providers.map((one) => or(not(equalsText(provider, one)), text.matches(speaksOf(one)))),
  );
}

/** The possible values of `aws:FederatedProvider` for a provider. AWS's pages show its host, an address and its ARN. */
export function speaksOf(provider: string): TextPattern {
  const host = provider.split("-provider/").at(-1) ?? provider;
  return stepsPattern([...anySteps, ...textSteps(host, false), ...anySteps]);
}

/** The caller has no token of a provider that the account lacks, because STS does not accept one. */
export function isOfProviderThatExists(
  { documents }: Pick<QuestionSetup["around"], "documents">,
  { principal: { kinds, provider } }: SymbolicCaller,
): Formula {
  return and(
    ...(documents.oidcProviders ?? []).map(({ account, providers }) => {
      const resource = [...textSteps("oidc-provider/", false), ...anySteps];
      const own = [anySteps, anySteps, anySteps, anySteps, textSteps(account, false), resource];
      return implies(
        and(kinds.federated, provider.matches(arnPattern(own))),
        equalsText(provider, ...providers.map(({ arn }) => arn)),
      );
    }),
  );
}
