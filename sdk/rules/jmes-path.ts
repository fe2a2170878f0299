import { search } from "jmespath";

/**
 * The flaw of a JMESPath expression, in words that follow the property's name; undefined if there is none. An expression that
 * cannot be read makes the pod's mount fail, and the provider then only says that it failed.
 */
export function jmesPathFlaw(expression: string): string | undefined {
  const got = `got ${JSON.stringify(expression)}`;
  const unquoted = expression.replace(/"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|`([^`\\]|\\.)*`/g, "");
  if (/[A-Za-z0-9_]-/.test(unquoted)) return `must have keys with hyphens in double quotes, ${got}`;
  if (expression === "") return `must be a JMESPath expression, ${got}`;
  const complaint = parserComplaint(expression);
  return complaint && `must be a JMESPath expression, ${got}; its parser says: ${complaint}`;
}

/** A flaw that does not depend on the value. */
function parserComplaint(expression: string): string | undefined {
  try {
    search(null, expression);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return message.startsWith("TypeError") ? undefined : message;
  }
}
