import type { AccessDocuments } from "../domain/documents";
import { findByArn } from "../domain/documents-index";
import { parsePolicy } from "../grammar/parse-policy";
import { entryName } from "../grammar/principal";
import type { ParsedStatement } from "../grammar/syntax";

/** Whom a role's trust policy lets in, as one of its statements says it. */
export interface MayBecome {
  /** Principals as the policy names them; `*` is everyone. With `except`, everyone but these. */
  who: string[];
  except?: true;
  /** All must hold, each as `KEY OPERATOR VALUES`. */
  where: string[];
  /** Sid of the statement, or its position from 0. Closing it closes this way. */
  statement: string | number;
}

/**
 * Whom the trust policy of a role lets in. Undefined where the documents lack the role or the policy. Denials, which may keep out some
 * of these, are not looked at.
 */
export function whoMayBecome(documents: AccessDocuments, roleArn: string): MayBecome[] | undefined {
  const role = findByArn(documents.roles, roleArn);
  if (!role?.trust) return undefined;
  const { statements } = parsePolicy(
    { name: `trust policy of ${roleArn}`, document: role.trust },
    "trust",
  );
  return statements.filter(({ effect }) => effect === "Allow").map(inWords);
}

function inWords({ conditions, index, principal, sid }: ParsedStatement): MayBecome {
  return {
    who: principal ? principal.entries.map(entryName) : ["*"],
    ...(principal?.negated && { except: true }),
    where: conditions.map(
      ({ key, operator, texts }) => `${key.text} ${operator} ${texts.join(", ")}`,
    ),
    statement: sid ?? index,
  };
}
