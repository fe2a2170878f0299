import { isMapping, memoize } from "../collections";
import { bounded, fail, PolicyGrammarError } from "./error";
import { parseStatement } from "./statement";
import type { NamedPolicy, ParsedPolicy, PolicyKind } from "./syntax";

const ELEMENTS = new Set(["Version", "Id", "Statement"]);

const kindsOf = memoize((_: object) => new Map<PolicyKind, ParsedPolicy>());

/**
 * Parses a policy document. Throws `PolicyGrammarError` for anything outside this grammar. A document is parsed once for each kind
 * and must not be modified afterwards; pass a changed one as a new object.
 */
export function parsePolicy({ name, document }: NamedPolicy, kind: PolicyKind): ParsedPolicy {
  if (!isMapping(document)) {
    fail({ document: name }, "a policy document must be an object", document);
  }
  const kinds = kindsOf(document);
  const known = kinds.get(kind);
  if (known) return known.name === name ? known : { ...known, name };
  const policy = parseDocument(name, document, kind);
  kinds.set(kind, policy);
  return policy;
}

/** The first thing in a policy document that is outside this grammar; undefined if there is none. */
export function grammarError(
  policy: NamedPolicy,
  kind: PolicyKind,
): PolicyGrammarError | undefined {
  try {
    parsePolicy(policy, kind);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyGrammarError) return error;
    throw error;
  }
}

function parseDocument(
  name: string,
  document: Record<string, unknown>,
  kind: PolicyKind,
): ParsedPolicy {
  const place = { document: name };
  for (const element of Object.keys(document)) {
    if (!ELEMENTS.has(element)) fail(place, "unknown element of a policy document", element);
  }
  const { Version: version = "2008-10-17", Id: id, Statement: raw } = document;
  if (version !== "2008-10-17" && version !== "2012-10-17") {
    fail(place, 'Version must be "2012-10-17" or "2008-10-17"', version);
  }
  if (id !== undefined && typeof id !== "string") fail(place, "Id must be a text", id);
  if (typeof raw !== "object" || raw === null) {
    fail(place, "Statement must be a statement or a list of them", raw);
  }
  const variables = version === "2012-10-17";
  const list = bounded(Array.isArray(raw) ? raw : [raw], "Statement", place);
  const statements = list.map((statement, index) =>
    parseStatement(statement, index, kind, variables, name),
  );
  const sids = new Set<string>();
  for (const { sid } of statements) {
    if (sid === undefined) continue;
    if (sids.has(sid))
      fail({ ...place, statement: JSON.stringify(sid) }, "a Sid must be unique", sid);
    sids.add(sid);
  }
  return { name, kind, version, ...(id !== undefined && { id }), statements };
}
