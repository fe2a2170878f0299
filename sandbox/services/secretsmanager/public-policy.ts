/** Keys that, held to fixed values, keep a statement for everyone from being public. */
const NARROWING = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
]);

const FIXING = new Set([
  "arnequals",
  "arnlike",
  "ipaddress",
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
]);

/**
 * The position of the first statement that lets everyone in, which `BlockPublicPolicy` refuses; undefined where there
 * is none. As in AWS, `aws:PrincipalOrgID` is not among the conditions that are known to narrow enough.
 */
export function publicStatement(document: unknown): number | undefined {
  const { Statement } = document as { Statement: unknown };
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  const index = statements.findIndex((statement) => isPublic(statement as Statement));
  return index < 0 ? undefined : index;
}

interface Statement {
  Effect: string;
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

function isPublic({ Effect, Principal, Condition }: Statement): boolean {
  if (Effect !== "Allow" || !isEveryone(Principal)) return false;
  return !Object.entries(Condition ?? {}).some(([operator, keys]) =>
    Object.entries(keys).some(([key, value]) => narrows(operator, key, value)),
  );
}

// NotPrincipal in an Allow means everyone else.
function isEveryone(principal: unknown): boolean {
  if (principal === undefined || principal === "*") return true;
  const { AWS } = principal as { AWS?: unknown };
  return [AWS].flat().includes("*");
}

function narrows(operator: string, key: string, value: unknown): boolean {
  const values = [value].flat();
  return (
    FIXING.has(operator.toLowerCase()) &&
    NARROWING.has(key.toLowerCase()) &&
    values.length > 0 &&
    values.every((text) => isFixed(key, text))
  );
}

function isFixed(key: string, value: unknown): boolean {
  if (typeof value !== "string" || value.includes("${")) return false;
  if (key.toLowerCase() === "aws:sourceip") return !/\/[0-7]$/.test(value);
  return !/[*?]/.test(value);
}
