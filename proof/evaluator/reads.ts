import { isMapping } from "../collections";
import { parseArn } from "../names";

/** One way to fetch a value. */
interface WayToFetch {
  action: string;
  /** What the request names: the secret or parameter, or a path above the parameter. */
  names: "object" | "path";
}

/**
 * Every action by which the value of a secret or parameter is fetched, by service, the usual one first. All other operations
 * that answer values ask for one of these: `BatchGetSecretValue` for `GetSecretValue` of each secret, and a parameter below
 * `/aws/reference/secretsmanager/` for that of its secret.
 */
const FETCHES: Record<string, WayToFetch[]> = {
  secretsmanager: [{ action: "secretsmanager:GetSecretValue", names: "object" }],
  ssm: [
    { action: "ssm:GetParameters", names: "object" },
    { action: "ssm:GetParameter", names: "object" },
    { action: "ssm:GetParameterHistory", names: "object" },
    { action: "ssm:GetParametersByPath", names: "path" },
  ],
};

/** The action by which the service decrypts a fetched value, on behalf of who fetches it. */
export const DECRYPT_ACTION = "kms:Decrypt";

/** Actions by which somebody becomes a reader: they make a session of its role. */
export const ASSUME_ROLE_ACTIONS = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:TagSession",
];

/** Actions by which values are fetched. */
export const FETCHING_ACTIONS = Object.values(FETCHES).flatMap((ways) =>
  ways.map(({ action }) => action),
);

/** Every action that decides who reads: of all others it does not matter who may do them. */
export const ACTIONS_OF_READS = [...FETCHING_ACTIONS, DECRYPT_ACTION, ...ASSUME_ROLE_ACTIONS];

/**
 * Every request that fetches the value of a secret or parameter, the usual one first. From a path, what is further down than the first
 * level is fetched recursively alone.
 */
export function fetchesOf(arn: string): { action: string; resource: string; isRecursive?: true }[] {
  return (FETCHES[parseArn(arn)?.service ?? ""] ?? []).flatMap(({ action, names }) => {
    if (names === "object") return [{ action, resource: arn }];
    return pathsAbove(arn).map((resource) => {
      const below = arn.slice(resource.length).replace(/^\//, "");
      return { action, resource, ...(below.includes("/") && { isRecursive: true as const }) };
    });
  });
}

/** ARNs of all paths above a parameter, `/` among them, with a slash at their end and without. */
function pathsAbove(arn: string): string[] {
  const paths: string[] = [];
  for (let end = arn.indexOf("/"); end >= 0; end = arn.indexOf("/", end + 1)) {
    const isTop = paths.length === 0;
    paths.push(...(isTop ? [] : [arn.slice(0, end)]), arn.slice(0, end + 1));
  }
  return paths;
}

/** The statements of a document, of whatever shape, that may be about one of the actions. */
export function statementsAbout(document: unknown, actions: string[]): unknown[] {
  if (!isMapping(document)) return [document];
  return [document.Statement].flat().filter((statement) => {
    if (!isMapping(statement) || !("Action" in statement)) return true;
    return [statement.Action].flat().some((pattern) => {
      if (typeof pattern !== "string") return true;
      const covering = expressionOf(pattern);
      return actions.some((action) => covering.test(action));
    });
  });
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[^\w*?]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i");
}
