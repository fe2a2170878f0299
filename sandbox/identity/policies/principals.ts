import { isMapping } from "iam-proof/collections";
import type { Store } from "../../store/store";
import { findById, findRole, findRoleByArn, findUser, type Identity } from "../records/iam-records";

export class UnknownPrincipalError extends Error {
  constructor(public readonly principal: string) {
    super(`no such principal: ${principal}`);
  }
}

const UNIQUE_ID = /^A(?:ROA|IDA)[A-Z0-9]{8,}$/;

/** The policy as AWS stores it: ARNs of principals become unique IDs. Throws `UnknownPrincipalError` for a missing principal. */
export function bindPrincipals(store: Store, document: unknown): unknown {
  return mapPrincipals(document, (principal) =>
    principal === "*" ? principal : bindPrincipal(store, principal),
  );
}

/** A principal as AWS stores it. Throws `UnknownPrincipalError` if it does not exist. */
export function bindPrincipal(store: Store, principal: string): string {
  if (UNIQUE_ID.test(principal)) {
    if (!findById(store, principal)) throw new UnknownPrincipalError(principal);
    return principal;
  }
  if (/^\d{12}$/.test(principal)) return principal;
  if (/^arn:[^:]+:iam::\d{12}:root$/.test(principal)) return principal;
  const session = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(principal);
  if (session?.[1] && session[2] && findRole(store, session[1], session[2])) return principal;
  const identity = findRoleByArn(store, principal) ?? findUserByArn(store, principal);
  if (!identity) throw new UnknownPrincipalError(principal);
  return identity.id;
}

/** The policy as AWS shows and evaluates it: the unique ID of an existing role or user becomes its ARN again. */
export function showPrincipals(store: Store, document: unknown): unknown {
  return mapPrincipals(document, (principal) => showPrincipal(store, principal));
}

export function showPrincipal(store: Store, principal: string): string {
  return UNIQUE_ID.test(principal) ? (findById(store, principal)?.arn ?? principal) : principal;
}

function findUserByArn(store: Store, arn: string): Identity | undefined {
  const match = /^arn:[^:]+:iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (!match?.[1] || !match[2]) return undefined;
  const user = findUser(store, match[1], match[2]);
  return user?.arn === arn ? user : undefined;
}

/** Returns the same object if `change` changes nothing. */
function mapPrincipals(document: unknown, change: (principal: string) => string): unknown {
  if (!isMapping(document)) return document;
  const { Statement } = document;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  let changed = false;
  const mapped = statements.map((statement) => {
    if (!isMapping(statement)) return statement;
    const result: Record<string, unknown> = { ...statement };
    for (const element of ["Principal", "NotPrincipal"]) {
      const principals = statement[element];
      if (!isMapping(principals)) continue;
      const { AWS } = principals;
      if (typeof AWS !== "string" && !Array.isArray(AWS)) continue;
      const list: unknown[] = Array.isArray(AWS) ? AWS : [AWS];
      const next = list.map((entry) => (typeof entry === "string" ? change(entry) : entry));
      if (next.some((entry, index) => entry !== list[index])) {
        changed = true;
        result[element] = { ...principals, AWS: Array.isArray(AWS) ? next : next[0] };
      }
    }
    return result;
  });
  if (!changed) return document;
  return { ...document, Statement: Array.isArray(Statement) ? mapped : mapped[0] };
}
