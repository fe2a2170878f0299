import { getOrMake, memoize } from "../../collections";
import type { IdentityDocuments, RoleDocuments, UserDocuments } from "../../domain/documents";
import { type PrincipalKind, sourceTag } from "../../domain/principal-kind";
import { parseArn } from "../../names";
import { accountOf, regionOf, type Surroundings } from "../documents/deployment";
import { nameOf } from "../documents/names-of-principals";
import { always, and, type Formula, implies, never, not, or } from "../solver/formula";
import {
  type ContextScope,
  type SymbolicContext,
  symbolicContext,
} from "../symbols/symbolic-context";
import { freeElement, type SymbolicElement, type SymbolicKey } from "../symbols/symbolic-key";
import {
  lowerKeys,
  type SymbolicPrincipal,
  type SymbolicRequest,
  symbolicPrincipal,
} from "../symbols/symbolic-request";
import type { Problem } from "../texts/problem";
import { anySteps, arnPattern, constantPattern, textSteps } from "../texts/text-pattern";
import { equalsText, knownText } from "../texts/text-value";
import { realKey } from "./real-keys";

/** What a question to the solver is about: the documents, the roles that matter, and what their policies ask for. */
export interface QuestionSetup extends Pick<Surroundings, "policies" | "users" | "vpcEndpoints"> {
  problem: Problem;
  around: Surroundings;
  /** The roles whose documents matter. */
  roles: RoleDocuments[];
  /** The number of conditions that ask for a key, which is the largest number of values of a list that can matter. */
  multiplicity(name: string): number;
  /** How the documents spell each key, by its name in lower case. */
  spellings: ReadonlyMap<string, string>;
  /** Tag keys that anything asks for, in lower case. */
  tagKeys: string[];
  /** ARNs of the sources of the roles' readers. */
  sources: string[];
  /** Example principals, for cases in which any would do. */
  exampleArns: string[];
  /** Names of roles and users, in lower case, that policies use without the path. */
  names: ReadonlySet<string>;
  /** Whether a caller that is not in the documents may have rights of its own to assume the role. Defaults to always. */
  strangersMayBecome?(role: RoleDocuments, caller: SymbolicCaller): Formula;
}

/** An unknown principal with its tags and, for a session, its creator. */
export interface SymbolicCaller {
  principal: SymbolicPrincipal;
  /** A tag of the principal: the session's, or otherwise the role's. */
  tag(key: string): SymbolicElement;
  /** The tags that were asked for so far. */
  tags: ReadonlyMap<string, SymbolicElement>;
  /** The roles in the documents that it may be, if the question asks who assumed them. */
  roles?: RoleDocuments[];
  /** Who assumed the role, if the question asks. */
  assumer?: SymbolicCaller;
  /** The request that created the session, if it is one of this role. */
  creation?(roleArn: string): SymbolicContext | undefined;
  /** It is the service that creates the sessions of declared readers. */
  isMaker(): Formula;
}

/** A caller about which nothing is known. */
export function symbolicCaller(
  { around: { kind, partition }, exampleArns, problem, sources, users }: CallerSetup,
  name: string,
): SymbolicCaller {
  const principal = symbolicPrincipal(problem, name, {
    arns: exampleArns,
    services: kind ? [kind.service] : [],
    partition,
  });
  const tags = new Map<string, SymbolicElement>();
  return {
    principal,
    tags,
    tag: (key) => {
      const lower = key.toLowerCase();
      const known = tags.get(lower);
      if (known) return known;
      const examples =
        kind && lower === sourceTag(kind) ? otherSources(sources) : exampleOf(kind, lower);
      const free = freeElement(problem, `${name} tag ${lower}`, undefined, examples);
      const mayHaveTags = and(principal.hasArn, not(principal.kinds.root));
      const made = { ...free, present: and(mayHaveTags, free.present) };
      tags.set(lower, made);
      for (const user of users) {
        problem.require(
          implies(isUser(principal, user.arn), isOwnTag(made, lower, user.tags)),
          "a user has the tags that the documents give it",
        );
      }
      return made;
    },
    isMaker: () => {
      const { kinds, service } = principal;
      return kind ? and(kinds.service, equalsText(service, kind.service)) : never;
    },
  };
}

interface CallerSetup extends Pick<QuestionSetup, "exampleArns" | "problem" | "sources" | "users"> {
  around: Pick<Surroundings, "kind" | "partition">;
}

/** A tag is as in the owner's list of tags: with its value, or missing. */
function isOwnTag(
  { present, text }: SymbolicElement,
  key: string,
  tags: UserDocuments["tags"],
): Formula {
  const value = lowerKeys(tags)[key];
  return value === undefined ? not(present) : and(present, equalsText(text, value));
}

/** The example for a tag that differs between sessions. */
function exampleOf(kind: PrincipalKind | undefined, tag: string): string[] | undefined {
  const example = kind?.varying[tag];
  return example === undefined ? undefined : [example];
}

/** Example ARNs of sources other than these. */
export function otherSources(sources: string[]): string[] {
  return sources.map((arn) => {
    const type = arn.slice(0, arn.lastIndexOf("/"));
    return `${type}/another-${type.slice(type.lastIndexOf(":") + 1)}`;
  });
}

/**
 * The condition keys of a request by the caller for an action (in lower case) on a known resource. A service may make it for the
 * caller.
 */
export function contextOn(
  { around, multiplicity, problem }: QuestionSetup,
  caller: SymbolicCaller,
  name: string,
  action: SymbolicRequest["action"],
  resourceArn: string,
  { isForwarded = false, ...more }: Partial<ContextScope> & { isForwarded?: boolean } = {},
): SymbolicContext {
  return symbolicContext({
    problem,
    name,
    principal: caller.principal,
    resourceAccount: knownText(accountOf(resourceArn)),
    resourceRegion: knownText(regionOf(resourceArn)),
    action,
    isActionOf: (service) => (service === actionServiceOf(resourceArn) ? always : never),
    principalTags: (key): SymbolicKey => [caller.tag(key)],
    organization: around.organization,
    multiplicity,
    realKey: (key, keyOf) =>
      realKey({ problem, name, principal: caller.principal, resourceArn, isForwarded, keyOf }, key),
    ...more,
  });
}

/** A request by the caller on a known resource. */
export function requestOn(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  context: SymbolicContext,
  action: SymbolicRequest["action"],
  resourceArn: string,
): SymbolicRequest {
  const { principal } = caller;
  const account = constantPattern(accountOf(resourceArn));
  return {
    problem: setup.problem,
    name: context.name,
    keyOf: context.keyOf,
    principal,
    action,
    resource: knownText(resourceArn),
    isSameAccount: and(principal.hasArn, principal.account.matches(account)),
  };
}

/** The service of the actions on a resource. For roles, claims only use actions of STS. */
function actionServiceOf(resourceArn: string): string | undefined {
  const service = parseArn(resourceArn)?.service;
  return service === "iam" ? "sts" : service;
}

const sessionsByRole = memoize((_: SymbolicPrincipal) => new Map<string, Formula>());

/** The principal is a session of the role. */
export function isRole(principal: SymbolicPrincipal, roleArn: string): Formula {
  const { arn, kinds } = principal;
  const is = () => and(kinds.session, equalsText(arn, roleArn));
  return getOrMake(sessionsByRole(principal), roleArn, is);
}

/** The principal is the user. */
export function isUser({ arn, kinds }: SymbolicPrincipal, userArn: string): Formula {
  return and(kinds.user, equalsText(arn, userArn));
}

/** The principal is a session of the role with this ARN, or the user with it. */
export function isIdentity(
  principal: SymbolicPrincipal,
  { arn }: Pick<IdentityDocuments, "arn">,
): Formula {
  return arn.includes(":user/") ? isUser(principal, arn) : isRole(principal, arn);
}

/** Name of the assumption about service-linked roles that are not in the documents. */
export const SERVICE_LINKED = "service-linked-roles";

/**
 * The caller is not a session of a service-linked role that is not in the documents. Without control policies, which do not bind
 * such roles, they are like all others, and this formula says nothing.
 */
export function isNoServiceLinked(
  { policies, roles }: QuestionSetup,
  { principal }: SymbolicCaller,
): Formula {
  const isControlled = (["scp", "rcp"] as const).some((kind) =>
    policies.control(kind).some(({ levels }) => levels.length > 0),
  );
  if (!isControlled) return always;
  return or(not(isServiceLinked(principal)), ...roles.map(({ arn }) => isRole(principal, arn)));
}

export function isServiceLinked({ arn, kinds }: SymbolicPrincipal): Formula {
  const resource = [...textSteps("role/aws-service-role/", false), ...anySteps];
  const pattern = arnPattern([anySteps, anySteps, anySteps, anySteps, anySteps, resource]);
  return and(kinds.session, arn.matches(pattern));
}

/** The principal is not another role or user with the same name as one in the documents: an account has only one with each name. */
export function isNoNamesake(
  { around, names }: QuestionSetup,
  { principal }: SymbolicCaller,
  { roles, users }: Pick<Surroundings, "roles" | "users"> = around,
): Formula {
  if (names.size === 0) return always;
  const compared = [...roles, ...users].filter(({ arn }) => names.has(nameOf(arn).toLowerCase()));
  return and(
    ...compared.map(({ arn }) =>
      implies(hasNameOf(principal, arn), equalsText(principal.arn, arn)),
    ),
  );
}

/** The principal has the account, kind and name of the role or user, with any path. */
function hasNameOf({ arn, kinds }: SymbolicPrincipal, of: string): Formula {
  const kind = of.includes(":user/") ? "user" : "role";
  const any = [anySteps, anySteps, anySteps, anySteps, textSteps(accountOf(of), false)];
  const named = [[], [...anySteps, ...textSteps("/", false)]].map((path) =>
    arnPattern([
      ...any,
      [...textSteps(`${kind}/`, false), ...path, ...textSteps(nameOf(of), true)],
    ]),
  );
  return and(
    kind === "user" ? kinds.user : kinds.session,
    or(...named.map((pattern) => arn.matches(pattern))),
  );
}

/** The caller has exactly this tag. */
export function hasTag(caller: SymbolicCaller, key: string, value: string): Formula {
  const { present, text } = caller.tag(key);
  return and(present, equalsText(text, value));
}

/** The tag is missing. */
export function lacksTag(caller: SymbolicCaller, key: string): Formula {
  return not(caller.tag(key).present);
}
