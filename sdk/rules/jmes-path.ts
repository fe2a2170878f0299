import { search } from "jmespath";

/**
 * What is wrong with a JMESPath expression, as messages say it after the property's name; undefined where nothing is. One that
 * cannot be read fails the pod's mount, and the provider then only says that it failed.
 */
export function jmesPathFlaw(expression: string): string | undefined {
  const got = `got ${JSON.stringify(expression)}`;
  const unquoted = expression.replace(/"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|`([^`\\]|\\.)*`/g, "");
  if (/[A-Za-z0-9_]-/.test(unquoted)) return `must have keys with hyphens in double quotes, ${got}`;
  if (expression === "") return `must be a JMESPath expression, ${got}`;
  const complaint = parserComplaint(expression);
  return complaint && `must be a JMESPath expression, ${got}; its parser says: ${complaint}`;
}

/** What holds whatever value the expression is asked about. */
function parserComplaint(expression: string): string | undefined {
  try {
    search(null, expression);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return message.startsWith("TypeError") ? undefined : message;
  }
}
