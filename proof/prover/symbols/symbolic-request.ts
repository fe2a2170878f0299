import { atom, exactlyOne, FACT, type Formula, implies, or } from "../solver/formula";
import { anything, principalArns, servicePrincipals, sessionNames } from "../texts/domains";
import type { Problem } from "../texts/problem";
import { type TextValue, unknownText, withinArn } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import type { SymbolicKey } from "./symbolic-key";

/** The source of policy variables' values. */
export interface Variables {
  problem: Problem;
  keyOf(name: string): SymbolicKey;
}

/** A request with unknown parts. */
export interface SymbolicRequest extends Variables {
  /** Prefix of its unknowns' names. */
  name: string;
  principal: SymbolicPrincipal;
  /** The action, in lower case. */
  action: TextValue;
  resource: TextValue;
  /** Whether the resource belongs to the principal's own account. */
  isSameAccount: Formula;
  /** Whether the principal is known to have a permissions boundary. Defaults to never. */
  isBounded?: Formula;
  /**
   * Whether policies allow no more, and deny no less, than AWS certainly does. By default (false), it is the reverse: they allow
   * no less, and deny no more.
   */
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
  /** Whether it has an ARN. Services, anonymous callers and federated identities have none. */
  hasArn: Formula;
  /** The ARN. For a session, its role's. */
  arnVariable: TextVariable;
  arn: TextValue;
  account: TextValue;
  service: TextValue;
  provider: TextValue;
  sessionName: TextValue;
}

/** Limits on what a principal may be. */
interface Fitting {
  /** ARNs and services to prefer if they fit. */
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
  // No text is the ARN of two kinds. Without this, the search for texts would find out again and again.
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

/** Converts tag keys to lower case, as condition keys compare them. */
export function lowerKeys(tags: Record<string, string> | null | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
}
