import type { RoleDocuments } from "../../domain/documents";
import type { AccessRequest, Decision, StatementReference, TurningKey } from "../../domain/request";
import type { ParsedPolicy } from "../../grammar/syntax";
import type { Surroundings } from "../documents/deployment";
import type { QuestionSetup } from "../request/caller";
import { setUpQuestion } from "../request/question-setup";
import { type Formula, never, VIOLATION } from "../solver/formula";
import type { Model, Outcome } from "../texts/problem";

/** The claims, by their names in reports and commands. */
export const CLAIMS = [
  "secret-bounded",
  "key-bounded",
  "role-unforgeable",
  "role-contained",
  "grant-available",
  "read-exclusive",
  "difference",
] as const;

export type ClaimId = (typeof CLAIMS)[number];

/** The result of one claim about one subject. */
export interface ClaimResult<Id extends string = ClaimId> {
  claim: Id;
  /** ARN of the secret, key or role, or the grant, that the claim is about. */
  subject: string;
  result: "proved" | "refuted" | "unknown";
  milliseconds: number;
  /** Names of the assumptions that the proof needs. */
  assumptionsUsed: string[];
  /** Why it is unknown. */
  reason?: string;
  /** For a role that is proved to be contained: what the policies that it keeps allow in addition. Absent if that is nothing. */
  alsoAllowed?: string[];
  counterexample?: Counterexample;
  /** Whether it was proved by an earlier run and not again. */
  recalled?: true;
}

/** The result "unknown" for a claim. */
export function unknownClaim(
  claim: ClaimId,
  subject: string,
  reason: string,
  milliseconds = 0,
): ClaimResult {
  return { claim, subject, result: "unknown", milliseconds, assumptionsUsed: [], reason };
}

/** A request that breaks a claim, confirmed by the evaluator. */
export interface Counterexample {
  /** What could happen, in one sentence. */
  summary: string;
  request: AccessRequest;
  /** Name of the document that allows it. For a grant that is not available, of the one that should allow it and does not. */
  document: string;
  /** Sid or position of the statement; null if a statement is missing. */
  statement: string | number | null;
  /** The condition keys that this depends on, with the request's values. Absent if there are none. */
  turnsOn?: TurningKey[];
  /** The change that closes it. */
  fix: string;
}

/** A claim about one subject: the input of its question, and its statement about an unknown request. */
export interface Claim<Id extends string = ClaimId> {
  claim: Id;
  /** ARN of the secret, key or role, or the grant, that the claim is about. */
  subject: string;
  around: Surroundings;
  /** The roles that matter. */
  roles: RoleDocuments[];
  /** The policies that matter in addition to those of the roles and surroundings. */
  policies: ParsedPolicy[];
  state(setup: QuestionSetup): Statement;
  /** Makes the counterexample from what breaks the claim, or says why the evaluator disagrees. */
  explain(witness: Witness): Explained;
}

/** The requests that break a claim, as data that can be transferred to documents that only differ in names. */
export interface Witness {
  /** The request that breaks it, and those that must be allowed with it. */
  requests: [AccessRequest, ...AccessRequest[]];
  /** The requests that create the caller's session, the last one first. Each is for a role whose trust policy the documents contain. */
  makings?: AccessRequest[];
  /** ARN of such a role if the model does not say who created its session. */
  endsIn?: string;
}

/** Why the solver's result does not break the claim. */
interface Disagreement {
  disagreement: string;
}

export type Explained = Counterexample | Disagreement;

/** The statement of a claim. Anything that the solver finds possible breaks it. */
export interface Statement {
  /** What must not be possible. */
  violation: Formula;
  /** Why a proof that needs these assumptions does not count. Defaults to never. */
  doubt?(assumptionsUsed: string[]): string | undefined;
  /** Preferences that make a counterexample short to read. */
  preferences(): Formula[];
  /** The requests in a model that break the claim. */
  witness(model: Model): Witness | Disagreement;
}

export interface SettleOptions {
  /** The same claim about the unchanged documents, to explain counterexamples. Defaults to the claim itself. */
  asWritten?: () => Pick<Claim, "explain">;
  /** Called with what breaks the claim, before it is explained. */
  onWitness?(witness: Witness): void;
  /** Whether to make counterexamples short to read, which takes many questions. Defaults to true. */
  isShort?: boolean;
}

/** Asks the solver whether the claim holds. */
export async function settle<Id extends string = ClaimId>(
  asked: Claim<Id>,
  milliseconds: number,
  { asWritten = () => asked, isShort = true, onWitness }: SettleOptions = {},
): Promise<ClaimResult<Id>> {
  const { around, claim, policies, roles, state, subject } = asked;
  const started = performance.now();
  const setup = setUpQuestion(around, policies, roles);
  const statement = state(setup);
  const outcome: Outcome =
    statement.violation === never && !setup.problem.isCertified
      ? { result: "impossible", assumptionsUsed: [] }
      : await ask(setup, statement, milliseconds, isShort);
  const settled = judgeOutcome(outcome, statement, (witness) => {
    onWitness?.(witness);
    return asWritten().explain(witness);
  });
  return { claim, subject, milliseconds: millisecondsSince(started), ...settled };
}

function ask(
  { problem }: QuestionSetup,
  { preferences, violation }: Statement,
  milliseconds: number,
  isShort: boolean,
): Promise<Outcome> {
  problem.require(violation, VIOLATION);
  return problem.solve(milliseconds, isShort ? preferences : undefined);
}

function judgeOutcome(
  outcome: Outcome,
  { doubt, witness }: Statement,
  explain: Claim["explain"],
): Pick<ClaimResult, "result" | "assumptionsUsed" | "reason" | "counterexample"> {
  switch (outcome.result) {
    case "impossible": {
      const reason = doubt?.(outcome.assumptionsUsed);
      return reason === undefined
        ? { result: "proved", assumptionsUsed: outcome.assumptionsUsed }
        : { result: "unknown", assumptionsUsed: [], reason };
    }
    case "unknown":
      return { result: "unknown", assumptionsUsed: [], reason: outcome.reason };
    case "possible": {
      const found = witness(outcome.model);
      const explained = "disagreement" in found ? found : explain(found);
      return "disagreement" in explained
        ? { result: "unknown", assumptionsUsed: [], reason: explained.disagreement }
        : { result: "refuted", assumptionsUsed: [], counterexample: explained };
    }
  }
}

/**
 * Names the document and statement that decided, for counterexamples, and what that depended on. `otherwise`: the document if no
 * statement decided.
 */
export function nameDeciding(
  { decidedBy, turnsOn }: Pick<Decision, "decidedBy" | "turnsOn">,
  otherwise: string,
): Pick<Counterexample, "document" | "statement" | "turnsOn"> {
  return {
    ...(decidedBy
      ? { document: decidedBy.document, statement: statementName(decidedBy) }
      : { document: otherwise, statement: null }),
    ...(turnsOn.length > 0 && { turnsOn }),
  };
}

function statementName({ index, sid }: StatementReference): string | number {
  return sid ?? index;
}

/** Milliseconds since then, with two decimal places. */
export function millisecondsSince(started: number): number {
  return Math.round((performance.now() - started) * 100) / 100;
}
