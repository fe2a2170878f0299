import { asMapping, isMapping } from "../../../collections/mapping";
import { type RawPolicy, rawStatements } from "../../grammar/named-policy";
import { parseOperator } from "../../grammar/operators";

/** A part that could be taken out of a policy document. */
export interface Removal {
  /** Position of the statement, from 0. */
  statement: number;
  sid?: string;
  /** Where in the statement it stands, as `Presence` says it. */
  place: string;
  /** What is taken out, as people call it. */
  part: string;
  /** The condition key that it is about, in lower case; undefined where it is none. */
  conditionKey?: string;
  /** Whether the document without it allows no less than before, or no more; undefined where it may be either. */
  effect: "widens" | "narrows" | undefined;
}

type Json = Record<string, unknown>;

interface Part {
  place: string;
  part: string;
  conditionKey?: string;
  /** Whether the statement without it matches no more requests than before, or no fewer; undefined where it may be either. */
  matchesLess: boolean | undefined;
}

/** Lists every statement, condition and list entry of a document that could be taken out by itself. */
export function removals(document: RawPolicy): Removal[] {
  return rawStatements(document)
    .filter(isMapping)
    .flatMap((statement, index) => {
      const allows = statement.Effect === "Allow";
      return partsOf(statement).map(({ conditionKey, matchesLess, part, place }) => ({
        statement: index,
        ...(typeof statement.Sid === "string" && { sid: statement.Sid }),
        place,
        part,
        ...(conditionKey !== undefined && { conditionKey }),
        effect:
          matchesLess === undefined ? undefined : matchesLess === allows ? "narrows" : "widens",
      }));
    });
}

function partsOf(statement: Json): Part[] {
  return [
    { place: "statement", part: "the statement", matchesLess: true },
    ...["Action", "NotAction", "Resource", "NotResource"].flatMap((element) =>
      entries(statement[element]).map(({ index, text }) => ({
        place: `${element.replace("Not", "").toLowerCase()} ${index}`,
        part: `${text} in ${element}`,
        matchesLess: hasVariable(text) ? undefined : !element.startsWith("Not"),
      })),
    ),
    ...["Principal", "NotPrincipal"].flatMap((element) =>
      principalParts(element, statement[element]),
    ),
    ...conditionParts(statement.Condition),
  ];
}

function principalParts(element: string, principal: unknown): Part[] {
  let before = 0;
  return Object.values(asMapping(principal)).flatMap((names) => {
    const first = before;
    before += [names].flat().length;
    return entries(names).map(({ index, text }) => ({
      place: `principal ${first + index}`,
      part: `${text} in ${element}`,
      matchesLess: element === "Principal",
    }));
  });
}

function conditionParts(condition: unknown): Part[] {
  const conditions = Object.entries(asMapping(condition)).flatMap(([operator, keys]) =>
    Object.entries(asMapping(keys)).map(([key, values]) => ({ operator, key, values })),
  );
  return conditions.flatMap(({ key, operator, values }, position) => [
    {
      place: `condition ${position}`,
      part: `condition ${operator} ${key}`,
      conditionKey: key.toLowerCase(),
      matchesLess: false,
    },
    ...entries(values).map(({ index, text }) => ({
      place: `condition ${position} value ${index}`,
      part: `${text} in condition ${operator} ${key}`,
      conditionKey: key.toLowerCase(),
      matchesLess: hasVariable(text) ? undefined : matchesLessWithLess(operator),
    })),
  ]);
}

/** A negated operator matches more where it lists less; of `Null` it depends on the value. */
function matchesLessWithLess(operator: string): boolean | undefined {
  const { negated, type } = parseOperator(operator)?.shape ?? { negated: false, type: "null" };
  return type === "null" ? undefined : !negated;
}

/** A variable that cannot be resolved keeps its statement from matching, whatever else stands in the list. */
function hasVariable(text: string): boolean {
  return text.includes("${");
}

/** Entries of a list of several, any of which could be left out. */
function entries(values: unknown): { index: number; text: string }[] {
  const list = Array.isArray(values) ? values : [];
  return list.length < 2 ? [] : list.map((value, index) => ({ index, text: String(value) }));
}
