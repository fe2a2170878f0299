import type { StatementReference, TurningKey } from "../../domain/decision";
import type { AccessRequest } from "../../domain/request";
import { needsVariable } from "../../grammar/pattern";
import type { ConditionKey, ParsedStatement } from "../../grammar/syntax";
import { conditionHolds } from "./match-condition";
import { type Situation, type StatementMatch, takesInResource } from "./match-statement";

type ComparedKey = Omit<TurningKey, keyof StatementReference>;

/** The conditions and variables of a statement, where they alone decide whether it matches; else none. */
export function comparedKeys(
  statement: ParsedStatement,
  match: StatementMatch,
  situation: Situation,
): ComparedKey[] {
  const { context } = situation;
  const { conditions, resource } = statement;
  const at = match.matched ? undefined : match.at;
  if (typeof at === "string") return [];
  const missing = at && !("comparison" in at) ? at : undefined;
  const lacks = missing && resource?.patterns.some((one) => needsVariable(one, missing.name));
  if (missing && resource && !lacks && !takesInResource(resource, statement.effect, situation)) {
    return [];
  }
  const tokens = (resource?.patterns ?? []).flatMap((one) => one.tokens);
  const variables = new Map<string, ConditionKey>();
  for (const key of [
    ...tokens.flatMap((token) => (token.kind === "variable" ? [token.key] : [])),
    ...(missing ? [missing] : []),
  ]) {
    variables.set(key.name, key);
  }
  const found = ({ name }: ConditionKey) => context.get(name) ?? [];
  return [
    ...[...variables.values()].map((key) => ({
      key: key.text,
      values: [],
      found: found(key),
      holds: key !== missing && context.has(key.name),
    })),
    ...conditions.map((condition) => ({
      key: condition.key.text,
      operator: condition.operator,
      values: condition.texts,
      found: found(condition.key),
      holds: conditionHolds(condition, context),
    })),
  ];
}

const FIXED = /^aws:(principal|resource|user)/i;

/** Whether neither principal nor resource fixes what a request has of a key: the request itself says it, or lacks it. */
export function isLeftOpen(
  { found, key }: Pick<ComparedKey, "found" | "key">,
  { context = {} }: AccessRequest,
): boolean {
  if (FIXED.test(key)) return false;
  const name = key.toLowerCase();
  return found.length === 0 || Object.keys(context).some((one) => one.toLowerCase() === name);
}
