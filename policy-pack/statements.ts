import type { ParsedPolicy, ParsedStatement } from "iam-proof";
import { FETCHING_ACTIONS, matchesGlob, toGlob } from "iam-proof/evaluator";

export { DECRYPT_ACTION } from "iam-proof/evaluator";

/** Actions that return the value of a secret or parameter. */
export const READS = [...FETCHING_ACTIONS, "secretsmanager:BatchGetSecretValue"];

/** Statements that allow any of some actions. */
export function allowing(policies: ParsedPolicy[], actions: string[]): ParsedStatement[] {
  return policies
    .flatMap(({ statements }) => statements)
    .filter(
      ({ action, effect }) => effect === "Allow" && actions.some((one) => covers(action, one)),
    );
}

function covers({ negated, patterns }: ParsedStatement["action"], action: string): boolean {
  const text = action.toLowerCase();
  // An action contains no variables.
  const isNamed = patterns.some(({ tokens }) =>
    matchesGlob(
      toGlob(tokens, () => ""),
      text,
    ),
  );
  return isNamed !== negated;
}

/**
 * Matches a value that names one thing: it has no wildcards but the six characters at the end of a secret's ARN.
 * It has no variables either, because a variable stands for whatever the request says.
 */
const NAMED = /^(?!.*\$\{)[^*?]+(-\?{6})?$/;

/** Whether a statement applies only where each of the condition keys has one of the named values. */
export function pins({ conditions }: ParsedStatement, ...keys: string[]): boolean {
  return keys.every((key) =>
    conditions.some(
      ({ ifExists, key: { name }, negated, operator, texts }) =>
        name === key.toLowerCase() &&
        !negated &&
        !ifExists &&
        /^(string|arn)(equals|like)/i.test(operator) &&
        texts.length > 0 &&
        texts.every((text) => NAMED.test(text)),
    ),
  );
}

/** How messages name a statement. */
export function nameOf({ index, sid }: ParsedStatement): string {
  return sid === undefined ? `statement ${index + 1}` : `statement "${sid}"`;
}
