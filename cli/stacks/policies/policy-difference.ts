import { revocationsIn } from "eks-pod-secrets/policy";

/** The difference between two policies, with names of statements for people. */
interface PolicyDifference {
  /** Statements of the first that the second does not have. */
  lacks: string[];
  /** Statements of the second that the first does not have. */
  adds: string[];
}

/**
 * Compares two IAM policies as texts; an absent one has no statements. Undefined if both mean the same: the order of statements
 * and values, a single value or a list with it, an account's number or its root's ARN, and revocations make no difference.
 */
export function policyDifference(
  first: string | undefined,
  second: string | undefined,
): PolicyDifference | undefined {
  const [before, after] = [statementsOf(first), statementsOf(second)];
  const only = (own: Statements, other: Statements) =>
    [...own].flatMap(([text, statement]) => (other.has(text) ? [] : [title(statement)]));
  const difference = { lacks: only(before, after), adds: only(after, before) };
  return difference.lacks.length + difference.adds.length > 0 ? difference : undefined;
}

/** Names of a policy's statements for people. */
export function statementTitles(policy: string): string[] {
  return [...statementsOf(policy).values()].map(title);
}

/** A difference in words that follow `it`: `lacks AllowReaders and adds Open`. */
export function differenceText({ adds, lacks }: PolicyDifference): string {
  const changed = lacks.filter((one) => adds.includes(one));
  const words = (verb: string, titles: string[]) =>
    titles.length > 0 ? [`${verb} ${[...new Set(titles)].join(", ")}`] : [];
  const parts = [
    ...words("has another statement", changed),
    ...words(
      "lacks",
      lacks.filter((one) => !changed.includes(one)),
    ),
    ...words(
      "adds",
      adds.filter((one) => !changed.includes(one)),
    ),
  ];
  return parts.join(" and ");
}

/** Statements by their canonical text. */
type Statements = Map<string, Record<string, unknown>>;

function statementsOf(policy: string | undefined): Statements {
  if (policy === undefined) return new Map();
  const { Statement = [] } = JSON.parse(policy);
  const revoking: unknown[] = revocationsIn({ Statement });
  const others = [Statement].flat().filter((one) => !revoking.includes(one));
  return new Map(others.map((one) => [canonicalText(one), one]));
}

function title({ Action, Effect, NotAction, Principal, Sid }: Record<string, unknown>): string {
  if (typeof Sid === "string" && Sid !== "") return Sid;
  const actions = NotAction
    ? `all but ${[NotAction].flat().join(", ")}`
    : [Action].flat().join(", ");
  return `${Effect} ${actions}${Principal === undefined ? "" : ` to ${JSON.stringify(Principal)}`}`;
}

function canonicalText(statement: Record<string, unknown>): string {
  const { Action, NotAction, Principal, ...others } = statement;
  return JSON.stringify(
    canonical({
      ...others,
      ...(Action !== undefined && { Action: lowerCase(Action) }),
      ...(NotAction !== undefined && { NotAction: lowerCase(NotAction) }),
      ...(Principal !== undefined && { Principal: Principal === "*" ? { AWS: "*" } : Principal }),
    }),
  );
}

function canonical(value: unknown): unknown {
  if (value === null || typeof value !== "object") return [rootOf(String(value))];
  if (Array.isArray(value)) return value.map((one) => rootOf(String(one))).sort();
  const entries = Object.entries(value).map(([key, one]) => [key, canonical(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The account number for the ARN of an account's root, which means the same principal. */
function rootOf(name: string): string {
  return /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(name)?.[1] ?? name;
}

function lowerCase(actions: unknown): string[] {
  return [actions].flat().map((one) => String(one).toLowerCase());
}
