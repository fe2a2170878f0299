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

/** Services that give credentials to what has the key, and to nobody else. */
const SERVICES: [prefix: string, services: string[]][] = [
  // Of instances, those of Systems Manager's default host management too.
  ["ec2:", ["ec2", "ssm"]],
  ["aws:ec2", ["ec2", "ssm"]],
  ["lambda:", ["lambda", "edgelambda"]],
];

/**
 * Whence a session of the role has the keys of its credentials: from who made it, or from that one's own session. AWS does not say
 * which of them a session hands on to the next, but for the source identity, which it does.
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
    // IAM, "Monitor and control actions taken with assumed roles": it cannot be changed, and must be let on by the next role as well.
    const isFrom = asked
      ? and(or(isSame("its making", asked), and(handedOn, not(asked.present))), maySetIdentity())
      : or(given(), handedOn);
    return implies(and(isSession, own.present), isFrom);
  });
}

/** Says that a provider made the session, and that the text speaks of it: by its host, or an address or ARN with it. */
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

/** What `aws:FederatedProvider` may say of a provider. AWS's pages have its host, an address and its ARN. */
export function speaksOf(provider: string): TextPattern {
  const host = provider.split("-provider/").at(-1) ?? provider;
  return stepsPattern([...anySteps, ...textSteps(host, false), ...anySteps]);
}

/** Says that the caller has no token of a provider that its account lacks: STS takes none. */
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
