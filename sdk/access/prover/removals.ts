import type { RawPolicy } from "../documents";

/** A policy document with one part taken out. */
export interface Removal {
  /** Position of the statement, from 0. */
  statement: number;
  sid?: string;
  /** What is taken out, as people call it. */
  part: string;
  /** Whether the document then allows no less than before, or no more; undefined where it may be either. */
  effect: "widens" | "narrows" | undefined;
  without: RawPolicy;
}

type Json = Record<string, unknown>;

/** Makes a removal; `matchesLess` tells whether the statement then matches no more requests than before, or no fewer. */
type Change = (part: string, to: Json, matchesLess: boolean | undefined) => Removal;

/** Every document that lacks one statement, one condition, or one entry of a list. */
export function removals(document: RawPolicy): Removal[] {
  if (!isObject(document)) return [];
  const statements = asList(document.Statement).filter(isObject);
  const withStatements = (changed: Json[]): RawPolicy => ({ ...document, Statement: changed });
  return statements.flatMap((statement, index) => {
    const sid = typeof statement.Sid === "string" ? { sid: statement.Sid } : {};
    const others = statements.filter((_, other) => other !== index);
    const allows = statement.Effect === "Allow";
    const effectOf = (matchesLess: boolean | undefined) =>
      matchesLess === undefined ? undefined : matchesLess === allows ? "narrows" : "widens";
    const changed: Change = (part, to, matchesLess) => ({
      statement: index,
      ...sid,
      part,
      effect: effectOf(matchesLess),
      without: withStatements(statements.map((one, other) => (other === index ? to : one))),
    });
    return [
      {
        statement: index,
        ...sid,
        part: "the statement",
        effect: effectOf(true),
        without: withStatements(others),
      },
      ...["Action", "NotAction", "Resource", "NotResource"].flatMap((element) =>
        shorter(statement[element]).map(({ removed, rest }) =>
          changed(
            `${removed} in ${element}`,
            { ...statement, [element]: rest },
            !element.startsWith("Not"),
          ),
        ),
      ),
      ...principalRemovals(statement, changed),
      ...conditionRemovals(statement, changed),
    ];
  });
}

function principalRemovals(statement: Json, changed: Change): Removal[] {
  return ["Principal", "NotPrincipal"].flatMap((element) => {
    const principal = statement[element];
    if (!isObject(principal)) return [];
    return Object.entries(principal).flatMap(([type, names]) =>
      shorter(names).map(({ removed, rest }) =>
        changed(
          `${removed} in ${element}`,
          { ...statement, [element]: { ...principal, [type]: rest } },
          element === "Principal",
        ),
      ),
    );
  });
}

function conditionRemovals(statement: Json, changed: Change): Removal[] {
  const { Condition: condition } = statement;
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).flatMap(([key, values]) => {
      const others = Object.fromEntries(
        Object.entries(keys as Json).filter(([other]) => other !== key),
      );
      const put = (part: string, keysThen: Json, matchesLess: boolean | undefined) => {
        const { [operator]: _, ...operators } = condition;
        const kept =
          Object.keys(keysThen).length > 0 ? { ...operators, [operator]: keysThen } : operators;
        return changed(part, { ...statement, Condition: kept }, matchesLess);
      };
      return [
        put(`condition ${operator} ${key}`, others, false),
        ...shorter(values).map(({ removed, rest }) =>
          put(
            `${removed} in condition ${operator} ${key}`,
            { ...others, [key]: rest },
            // A negated operator matches more where it lists less; of `Null` it depends on the value.
            operator === "Null" ? undefined : !/Not/.test(operator),
          ),
        ),
      ];
    }),
  );
}

/** A list of several without each of its entries in turn. */
function shorter(values: unknown): { removed: string; rest: unknown[] }[] {
  const list = Array.isArray(values) ? values : [];
  if (list.length < 2) return [];
  return list.map((removed, index) => ({
    removed: String(removed),
    rest: list.filter((_, other) => other !== index),
  }));
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
