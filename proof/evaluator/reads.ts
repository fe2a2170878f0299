import { isMapping } from "../collections";
import { parseArn } from "../names";

/** A way to fetch a value. */
interface WayToFetch {
  action: string;
  /** Whether the request names the secret or parameter itself, or a path above the parameter. */
  names: "object" | "path";
}

/**
 * All actions that fetch the value of a secret or parameter, by service, the usual one first. Every other operation that returns
 * values also requires one of these: `BatchGetSecretValue` requires `GetSecretValue` for each secret, and a parameter below
 * `/aws/reference/secretsmanager/` requires it for its secret.
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

/** The action with which the service decrypts a fetched value for its caller. */
export const DECRYPT_ACTION = "kms:Decrypt";

/** Actions that give somebody a session of a reader's role. */
export const ASSUME_ROLE_ACTIONS = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:TagSession",
];

/** All actions that fetch values. */
export const FETCHING_ACTIONS = Object.values(FETCHES).flatMap((ways) =>
  ways.map(({ action }) => action),
);

/** All actions that decide who reads. Rights to any others do not matter. */
export const ACTIONS_OF_READS = [...FETCHING_ACTIONS, DECRYPT_ACTION, ...ASSUME_ROLE_ACTIONS];

/**
 * All requests that fetch the value of a secret or parameter, the usual one first. From a path, only a recursive request fetches
 * what is further down than the first level.
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

/** The ARNs of all paths above a parameter, including `/`, with and without a slash at the end. */
function pathsAbove(arn: string): string[] {
  const paths: string[] = [];
  for (let end = arn.indexOf("/"); end >= 0; end = arn.indexOf("/", end + 1)) {
    const isTop = paths.length === 0;
    paths.push(...(isTop ? [] : [arn.slice(0, end)]), arn.slice(0, end + 1));
  }
  return paths;
}

/** The statements of a document of any shape that may be about one of the actions. */
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
