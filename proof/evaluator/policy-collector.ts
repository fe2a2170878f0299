import type { StatementOutcome, StatementReference, TurningKey } from "../domain/request";
import { parsePolicy } from "../grammar/parse-policy";
import type { NamedPolicy, ParsedStatement, PolicyKind } from "../grammar/syntax";
import type { Naming } from "./matching/match-principal";
import {
  comparedKeys,
  explainMatch,
  isLeftOpen,
  matchStatement,
  type Situation,
  type StatementMatch,
} from "./matching/match-statement";

/** What the policies in one place decide about a request. */
export interface Reading {
  allows: Allowance[];
  read: ReadStatement[];
}

interface ReadStatement {
  document: string;
  statement: ParsedStatement;
  match: StatementMatch;
}

/** A statement that allows, with how it names the principal. */
export interface Allowance extends StatementReference {
  naming: Naming | undefined;
}

/** What a decision is based on. */
export interface Grounds {
  /** The statements that decided. */
  by: StatementReference[];
  /** The readings that must allow, and do. */
  limits: Reading[];
  /** The readings in which a statement would have to allow, and none does. */
  lacking: Reading[];
}

/** Evaluates policies for one request, and records the outcome of every statement. */
export interface PolicyCollector {
  /** The first evaluated statement that denies. */
  denial: StatementReference | undefined;
  read(policies: NamedPolicy[], kind: PolicyKind): Reading;
  /** Explains every statement evaluated so far. */
  outcomes(): StatementOutcome[];
  /** The conditions and variables that a decision on these grounds depends on. */
  turnsOn(grounds: Grounds): TurningKey[];
}

/** Starts the evaluation of all policies for one request. */
export function createPolicyCollector(situation: Situation): PolicyCollector {
  const done: ReadStatement[] = [];
  const compare = ({ document, match, statement }: ReadStatement): TurningKey[] =>
    comparedKeys(statement, match, situation).map((key) => ({
      ...referenceTo(document, statement),
      ...key,
    }));
  const failing = (one: ReadStatement) => compare(one).filter(({ holds }) => !holds);
  const collector: PolicyCollector = {
    denial: undefined,
    read(policies, kind) {
      const allows: Allowance[] = [];
      const start = done.length;
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
      return { allows, read: done.slice(start) };
    },
    outcomes() {
      return done.map((one) => ({
        ...referenceTo(one.document, one.statement),
        effect: one.statement.effect,
        matched: one.match.matched,
        get reason() {
          return explainMatch(one.statement, one.match, situation);
        },
      }));
    },
    turnsOn({ by, lacking, limits }) {
      const missed = lacking
        .flatMap(({ read }) => read)
        .filter(({ statement }) => statement.effect === "Allow")
        .flatMap(failing);
      if (lacking.length > 0) return missed;
      const decided = done.filter(({ document, statement }) =>
        by.some((one) => one.document === document && one.index === statement.index),
      );
      const limiting = limits.flatMap(({ read }) => {
        const allows = read.filter(
          ({ match, statement }) => match.matched && statement.effect === "Allow",
        );
        return allows.every((one) => compare(one).length > 0) ? allows.slice(0, 1) : [];
      });
      const isOpen = (key: TurningKey) => isLeftOpen(key, situation.request);
      const escaped = decided.some(({ statement }) => statement.effect === "Deny")
        ? []
        : done.filter(({ match, statement }) => !match.matched && statement.effect === "Deny");
      return [
        ...[...decided, ...limiting].flatMap(compare),
        ...escaped.map(failing).flatMap((keys) => (keys.every(isOpen) ? keys : [])),
      ];
    },
  };
  return collector;
}

function referenceTo(document: string, { index, sid }: ParsedStatement): StatementReference {
  return { document, index, ...(sid !== undefined && { sid }) };
}
