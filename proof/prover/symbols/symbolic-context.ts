import { getOrMake } from "../../collections";
import {
  ACTIONS_OF_KNOWN_KEYS,
  mayCarry,
  resourceTagFamilies,
  resourceTagOf,
} from "../../domain/carried-keys";
import { holdsList } from "../../grammar/condition-key";
import { always, and, type Formula, iff, implies, never, not, or } from "../solver/formula";
import type { Problem } from "../texts/problem";
import { anySteps, someText, stepsPattern, textSteps } from "../texts/text-pattern";
import { equalsText, federatedUserId, lastSegment, type TextValue } from "../texts/text-value";
import {
  freeElement,
  knownElement,
  type SymbolicElement,
  type SymbolicKey,
  textElement,
} from "./symbolic-key";
import type { SymbolicPrincipal } from "./symbolic-request";

/** What is known about a request and determines its condition keys. */
export interface ContextScope {
  problem: Problem;
  /** Prefix of the unknowns' names: requests of one prefix share them. */
  name: string;
  principal: SymbolicPrincipal;
  /** Account and region of the resource, if it has them. */
  resourceAccount: TextValue;
  resourceRegion: TextValue;
  /** The action, in lower case. Keys that its requests cannot carry are missing. */
  action: TextValue;
  /** The action belongs to the service, to which some keys are limited. */
  isActionOf(service: string): Formula;
  /** Tags of the resource by lower-case key; undefined where they are unknown. */
  resourceTags?: Record<string, string>;
  /** The principal's tags, by lower-case key. A key that is not here is unknown. */
  principalTags?(key: string): SymbolicKey | undefined;
  organization: { id?: string; accounts: string[] };
  /** Keys with fixed values, by lower-case name. They take precedence over everything. */
  settled?: Record<string, SymbolicKey>;
  /** Keys that AWS sets from the content of the request; undefined for all others. `keyOf` returns the request's other keys. */
  realKey?(name: string, keyOf: SymbolicContext["keyOf"]): SymbolicKey | undefined;
  /** The number of values of a list that can matter: the number of conditions that ask for the key. */
  multiplicity(name: string): number;
  /** Examples for keys that accept any value. */
  examples?: Record<string, string[]>;
}

export interface SymbolicContext {
  /** Prefix of its unknowns' names. */
  name: string;
  /** The key with this lower-case name, computed on first use. */
  keyOf(name: string): SymbolicKey;
  /** The keys that were asked for so far. */
  asked: ReadonlyMap<string, SymbolicKey>;
}

/** The condition keys of a symbolic request. */
export function symbolicContext(scope: ContextScope): SymbolicContext {
  const asked = new Map<string, SymbolicKey>();
  const keyOf = (name: string): SymbolicKey =>
    getOrMake(asked, name, () => scope.settled?.[name] ?? makeCarriedKey(scope, name, keyOf));
  return { name: scope.name, asked, keyOf };
}

/** A key that is missing if the request's action cannot carry it. */
function makeCarriedKey(
  scope: ContextScope,
  name: string,
  keyOf: SymbolicContext["keyOf"],
): SymbolicKey {
  const make = () => scope.realKey?.(name, keyOf) ?? makeKey(scope, name);
  const others = ACTIONS_OF_KNOWN_KEYS.filter((action) => !mayCarry(action, name));
  if (others.length === 0) return make();
  const isCarried = not(or(...others.map((action) => isAction(scope, action))));
  if (isCarried === never) return [];
  return make().map((element) => limitTo(isCarried, element));
}

/** The action is this one. */
function isAction({ action, isActionOf }: ContextScope, name: string): Formula {
  const [service = ""] = name.split(":");
  return isActionOf(service) === never ? never : equalsText(action, name);
}

function makeKey(scope: ContextScope, name: string): SymbolicKey {
  const { principal, resourceAccount, resourceRegion } = scope;
  const { kinds } = principal;
  switch (name) {
    case "aws:principalarn":
      return [textElement(scope.problem, principal.arn, principal.hasArn)];
    case "kms:calleraccount":
      return [
        textElement(
          scope.problem,
          principal.account,
          and(principal.hasArn, scope.isActionOf("kms")),
          accountSpelling,
        ),
      ];
    case "aws:principalaccount":
      return [textElement(scope.problem, principal.account, principal.hasArn, accountSpelling)];
    case "aws:principalorgid":
      return organizationOf(scopeOfPrincipal(scope), principal.account, principal.hasArn, name);
    case "aws:resourceorgid":
      return organizationOf(scope, resourceAccount, always, name);
    case "aws:principalisawsservice":
      return [
        knownElement("true", kinds.service),
        knownElement("false", not(or(kinds.service, kinds.anonymous))),
      ];
    case "aws:principalservicename":
    case "aws:principalservicenameslist":
      return [textElement(scope.problem, principal.service, kinds.service)];
    case "aws:principaltype":
      return PRINCIPAL_TYPES.map(([kind, type]) => knownElement(type, kinds[kind]));
    case "aws:username":
      return [textElement(scope.problem, lastSegment(principal.arnVariable), kinds.user)];
    case "aws:userid":
      return [
        textElement(scope.problem, principal.account, kinds.root),
        idOfFederatedUser(principal),
        limitTo(or(kinds.session, kinds.user), makeFree(scopeOfPrincipal(scope), name)),
      ];
    case "aws:resourceaccount":
      return [textElement(scope.problem, resourceAccount, always)];
    case "aws:requestedregion": {
      const isKnown = resourceRegion.matches(someText);
      return [
        textElement(scope.problem, resourceRegion, isKnown),
        limitTo(not(isKnown), makeFree(scope, name)),
      ];
    }
    case "aws:principalorgpaths":
      return pathsOf(scopeOfPrincipal(scope), principal.account, principal.hasArn, name);
    case "aws:resourceorgpaths":
      return pathsOf(scope, resourceAccount, always, name);
    case "aws:securetransport":
      return [knownElement("true")];
  }
  if (SOURCE_KEYS.includes(name)) return [limitTo(kinds.service, makeFree(scope, name))];
  return makeFamilyKey(scope, name) ?? makeFreeValues(scope, name);
}

/** `account:name`, which is neither number, date nor address. */
function idOfFederatedUser({ arnVariable, kinds }: SymbolicPrincipal): SymbolicElement {
  return {
    present: kinds.federatedUser,
    text: federatedUserId(arnVariable),
    ordered: () => ({ isTyped: never }),
  };
}

/** An account's id has twelve digits. */
function accountSpelling(value: number): string | undefined {
  return Number.isInteger(value) && value >= 0 && value < 1e12
    ? String(value).padStart(12, "0")
    : undefined;
}

/** The scope with the principal's name: the principal's own keys are the same in all of its requests. */
function scopeOfPrincipal(scope: ContextScope): ContextScope {
  return { ...scope, name: scope.principal.name };
}

const PRINCIPAL_TYPES = [
  ["session", "AssumedRole"],
  ["user", "User"],
  ["root", "Account"],
  ["federatedUser", "FederatedUser"],
  ["federated", "FederatedUser"],
  ["anonymous", "Anonymous"],
] as const;

/** Keys that only occur if a service calls for somebody. */
const SOURCE_KEYS = [
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
];

/** A key whose last part is arbitrary: a tag of the principal or resource. Undefined for every other key. */
function makeFamilyKey(scope: ContextScope, name: string): SymbolicKey | undefined {
  const { hasArn, kinds } = scope.principal;
  const principalTag = after(name, "aws:principaltag/");
  if (principalTag !== undefined) {
    const given = scope.principalTags?.(principalTag);
    return given ?? [limitTo(and(hasArn, not(kinds.root)), makeFree(scope, name))];
  }
  const found = resourceTagOf(name);
  if (!found) return undefined;
  const isSpelled = spellsTagsBy(scope, found.family);
  if (!scope.resourceTags)
    return [limitTo(isSpelled, makeFree(scope, `resource tag ${found.tag}`))];
  const value = scope.resourceTags[found.tag];
  return value === undefined ? [] : [knownElement(value, isSpelled)];
}

/** The request has the tags of its resource under the family's keys. */
function spellsTagsBy(scope: ContextScope, family: string): Formula {
  const [service = ""] = family.split(":");
  if (service === "aws") return always;
  const actions = ACTIONS_OF_KNOWN_KEYS.filter((action) =>
    resourceTagFamilies(action).includes(family),
  );
  return or(scope.isActionOf(service), ...actions.map((action) => isAction(scope, action)));
}

function after(name: string, prefix: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/** The organization of an account: the documents' one for their accounts, and any other one for all others. */
function organizationOf(
  scope: ContextScope,
  account: TextValue,
  exists: Formula,
  name: string,
): SymbolicKey {
  const { accounts, id } = scope.organization;
  const other = makeFree(scope, name);
  if (id === undefined) return [limitTo(exists, other)];
  const isMember = equalsText(account, ...accounts);
  scope.problem.require(
    implies(other.present, not(equalsText(other.text, id))),
    "the organization of the documents has no other accounts",
  );
  return [knownElement(id, and(exists, isMember)), limitTo(and(exists, not(isMember)), other)];
}

const PLACE = "an account of the organization has its place there, and no other account has";

/** An account's paths in its organization begin with the organization's id. */
function pathsOf(
  scope: ContextScope,
  account: TextValue,
  exists: Formula,
  name: string,
): SymbolicKey {
  const { accounts, id } = scope.organization;
  const paths = makeFreeValues(scope, name).map((path) => limitTo(exists, path));
  const [first] = paths;
  if (id === undefined || !first) return paths;
  const isMember = equalsText(account, ...accounts);
  const within = stepsPattern([...textSteps(`${id}/`, false), ...anySteps]);
  scope.problem.require(implies(and(exists, isMember), first.present), PLACE);
  for (const { present, text } of paths) {
    scope.problem.require(implies(present, iff(isMember, text.matches(within))), PLACE);
  }
  return paths;
}

function makeFreeValues(scope: ContextScope, name: string): SymbolicKey {
  if (!holdsList(name)) return [makeFree(scope, name)];
  return Array.from({ length: scope.multiplicity(name) }, (_, index) =>
    makeFree(scope, `${name} ${index + 1}`),
  );
}

function makeFree(
  { examples = {}, name: prefix, problem }: ContextScope,
  name: string,
): SymbolicElement {
  return freeElement(problem, `${prefix} ${name}`, undefined, examples[name]);
}

function limitTo(condition: Formula, element: SymbolicElement): SymbolicElement {
  return { ...element, present: and(condition, element.present) };
}

/** A key with one known value. */
export function settledText(text: string): SymbolicKey {
  return [knownElement(text)];
}
