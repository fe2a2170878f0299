import { atom, exactlyOne, FACT, type Formula, implies, or } from "../solver/formula";
import { anything, principalArns, servicePrincipals, sessionNames } from "../texts/domains";
import type { Problem } from "../texts/problem";
import { type TextValue, unknownText, withinArn } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import type { SymbolicKey } from "./symbolic-key";

/** Where the values of policy variables come from. */
export interface Variables {
  problem: Problem;
  keyOf(name: string): SymbolicKey;
}

/** A request of which parts are unknown. */
export interface SymbolicRequest extends Variables {
  /** Prefix of its unknowns' names. */
  name: string;
  principal: SymbolicPrincipal;
  /** In lower case. */
  action: TextValue;
  resource: TextValue;
  /** The resource belongs to the principal's own account. */
  isSameAccount: Formula;
  /** The principal is known to have a permissions boundary. Defaults to never. */
  isBounded?: Formula;
  /** Policies allow no more, and deny no less, than AWS surely does. Defaults to false: no less, and no more. */
  strict?: boolean;
}

const KINDS = [
  "session",
  "user",
  "root",
  "federatedUser",
  "federated",
  "service",
  "anonymous",
] as const;

type Kind = (typeof KINDS)[number];

/** An unknown principal: of any kind, with any ARN of that kind. */
export interface SymbolicPrincipal {
  /** Prefix of its unknowns' names. */
  name: string;
  /** Of exactly one kind. */
  kinds: Record<Kind, Formula>;
  /** Services, anonymous callers and those that a provider vouches for have none. */
  hasArn: Formula;
  /** A session's is its role's. */
  arnVariable: TextVariable;
  arn: TextValue;
  account: TextValue;
  service: TextValue;
  provider: TextValue;
  sessionName: TextValue;
}

/** What a principal may be. */
interface Fitting {
  /** ARNs and services that are taken where they fit. */
  arns: string[];
  services: string[];
  /** Defaults to any. */
  partition?: string | undefined;
}

/** A principal of any kind. */
export function symbolicPrincipal(
  problem: Problem,
  name: string,
  { arns: examples, partition, services }: Fitting,
): SymbolicPrincipal {
  const arns = principalArns(partition);
  const kinds = Object.fromEntries(
    KINDS.map((kind) => [kind, atom(`${name} is ${kind}`)]),
  ) as Record<Kind, Formula>;
  const arnVariable = problem.text(
    new TextVariable(`${name} ARN`, Object.values(arns).flat(), [
      ...examples,
      ...strangers(partition),
    ]),
  );
  const text = (what: string, domain = anything, fitting: string[] = []) =>
    unknownText(problem.text(new TextVariable(`${name} ${what}`, domain, fitting)));
  problem.require(exactlyOne(Object.values(kinds)), "a principal is of one kind");
  // No text is the ARN of two kinds, which the search for texts would find out again and again.
  problem.require(
    exactlyOne(
      Object.values(arns)
        .flat()
        .map((pattern) => arnVariable.matches(pattern)),
    ),
    FACT,
  );
  for (const kind of ["session", "user", "root", "federatedUser"] as const) {
    problem.require(
      implies(kinds[kind], or(...arns[kind].map((pattern) => arnVariable.matches(pattern)))),
      "the ARN of a principal fits its kind",
    );
  }
  return {
    name,
    kinds,
    hasArn: or(kinds.session, kinds.user, kinds.root, kinds.federatedUser),
    arnVariable,
    arn: unknownText(arnVariable),
    account: withinArn(arnVariable, "account"),
    service: text("service", servicePrincipals, [...services, ...SERVICES]),
    provider: text("provider", anything, ["accounts.google.com"]),
    sessionName: text("session name", sessionNames, ["session"]),
  };
}

function strangers(partition = "aws"): string[] {
  return ["role", "user"].map((kind) => `arn:${partition}:iam::999999999999:${kind}/anyone`);
}

const SERVICES = ["ec2.amazonaws.com", "lambda.amazonaws.com"];

/** Writes the keys of tags in lower case: condition keys compare them so. */
export function lowerKeys(tags: Record<string, string> | null | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
}
