import type { ResolvedGrant } from "eks-pod-secrets/grant";
import { UserError } from "../../terminal/errors";
import type { SecretValue } from "./standard-input";

/**
 * Refuses a value of which a reader mounts a part that it does not have: that reader's pods would
 * not start. Messages name the part, never the value.
 */
export async function checkJsonParts(
  { text }: SecretValue,
  grants: readonly ResolvedGrant[],
): Promise<void> {
  const parts = grants.flatMap(({ jmesPath, reader }) =>
    jmesPath.map(({ path }) => ({ path, reader: reader.id })),
  );
  const [first] = parts;
  if (!first) return;
  const value = parseJson(text);
  if (value === undefined) {
    throw new UserError(
      `the value must be JSON: reader ${first.reader} mounts a part of it, jmesPath ${first.path}`,
    );
  }
  const { search } = await import("jmespath");
  for (const { path, reader } of parts) {
    const part = searchPart(search, value, path);
    if (typeof part === "string") continue;
    const got = part === null || part === undefined ? "none there" : `one of type ${typeof part}`;
    throw new UserError(
      `the value must have a string at jmesPath ${path}, which reader ${reader} mounts, got ${got}`,
    );
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined; // the parser's own message quotes the value
  }
}

function searchPart(
  search: (value: unknown, path: string) => unknown,
  value: unknown,
  path: string,
): unknown {
  try {
    return search(value, path);
  } catch {
    throw new UserError(`jmesPath ${path} must be a JMESPath expression; see jmespath.org`);
  }
}
