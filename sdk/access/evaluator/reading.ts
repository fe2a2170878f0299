import type { NamedPolicy, StatementOutcome, StatementReference } from "../decision";
import { parsePolicy } from "../grammar/parse-policy";
import type { PolicyKind } from "../grammar/syntax";
import type { Naming } from "./match-principal";
import { matchStatement, type Situation } from "./match-statement";

/** What the policies of one place say of a request. */
export interface Reading {
  allows: Allowance[];
}

/** A statement that allows, and how it names the principal. */
export interface Allowance extends StatementReference {
  naming: Naming | undefined;
}

/** Reads policies for one request, and keeps what every statement came to. */
export interface Reader {
  statements: StatementOutcome[];
  /** The first statement read that denies. */
  denial: StatementReference | undefined;
  read(policies: NamedPolicy[], kind: PolicyKind): Reading;
}

/** Starts the reading of all policies for one request. */
export function startReading(situation: Situation): Reader {
  const reader: Reader = {
    statements: [],
    denial: undefined,
    read(policies, kind) {
      const allows: Allowance[] = [];
      for (const named of policies) {
        const policy = parsePolicy(named, kind);
        for (const statement of policy.statements) {
          const { index, sid, effect } = statement;
          const match = matchStatement(statement, situation);
          const { matched, reason } = match;
          const reference: StatementReference = { document: policy.name, index };
          if (sid !== undefined) reference.sid = sid;
          reader.statements.push({ ...reference, effect, matched, reason });
          if (!match.matched) continue;
          if (effect === "Allow") allows.push({ ...reference, naming: match.naming });
          else reader.denial ??= reference;
        }
      }
      return { allows };
    },
  };
  return reader;
}
