import type { StatementOutcome, StatementReference } from "../domain/decision";
import type { NamedPolicy } from "../grammar/named-policy";
import { parsePolicy } from "../grammar/parse-policy";
import type { ParsedStatement, PolicyKind } from "../grammar/syntax";
import type { Naming } from "./matching/match-principal";
import {
  explainMatch,
  matchStatement,
  type Situation,
  type StatementMatch,
} from "./matching/match-statement";

/** What the policies of one place say of a request. */
export interface Reading {
  allows: Allowance[];
}

/** A statement that allows, and how it names the principal. */
export interface Allowance extends StatementReference {
  naming: Naming | undefined;
}

/** Reads policies for one request, and keeps what every statement came to. */
export interface PolicyCollector {
  /** The first statement read that denies. */
  denial: StatementReference | undefined;
  read(policies: NamedPolicy[], kind: PolicyKind): Reading;
  /** Explains every statement read so far. */
  outcomes(): StatementOutcome[];
}

/** Starts the reading of all policies for one request. */
export function createPolicyCollector(situation: Situation): PolicyCollector {
  const done: { document: string; statement: ParsedStatement; match: StatementMatch }[] = [];
  const collector: PolicyCollector = {
    denial: undefined,
    read(policies, kind) {
      const allows: Allowance[] = [];
      for (const named of policies) {
        const { name: document, statements } = parsePolicy(named, kind);
        for (const statement of statements) {
          const match = matchStatement(statement, situation);
          done.push({ document, statement, match });
          if (!match.matched) continue;
          const reference = referenceTo(document, statement);
          if (statement.effect === "Deny") collector.denial ??= reference;
          else allows.push({ ...reference, naming: match.naming });
        }
      }
      return { allows };
    },
    outcomes() {
      return done.map(({ document, statement, match }) => ({
        ...referenceTo(document, statement),
        effect: statement.effect,
        matched: match.matched,
        reason: explainMatch(statement, match, situation),
      }));
    },
  };
  return collector;
}

function referenceTo(document: string, { index, sid }: ParsedStatement): StatementReference {
  return { document, index, ...(sid !== undefined && { sid }) };
}
