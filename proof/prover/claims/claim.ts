import type { RoleDocuments } from "../../domain/documents";
import type { AccessRequest, Decision, StatementReference, TurningKey } from "../../domain/request";
import type { ParsedPolicy } from "../../grammar/syntax";
import type { Surroundings } from "../documents/deployment";
import type { QuestionSetup } from "../request/caller";
import { setUpQuestion } from "../request/question-setup";
import { type Formula, never, VIOLATION } from "../solver/formula";
import type { Model, Outcome } from "../texts/problem";

/** The claims, by the names that reports and commands use. */
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

/** One claim about one subject, settled. */
export interface ClaimResult<Id extends string = ClaimId> {
  claim: Id;
  /** ARN of the secret, key or role, or the grant, of which it is claimed. */
  subject: string;
  result: "proved" | "refuted" | "unknown";
  milliseconds: number;
  /** Names of the assumptions without which it would not be proved. */
  assumptionsUsed: string[];
  /** Why it is unknown. */
  reason?: string;
  /** What policies that the role keeps allow beside, of a role that is proved to be contained. Absent where it is nothing. */
  alsoAllowed?: string[];
  counterexample?: Counterexample;
  /** It was proved by an earlier run, and not again. */
  recalled?: true;
}

/** The claim, of which nobody knows whether it holds. */
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
  /** What could happen, in a sentence. */
  summary: string;
  request: AccessRequest;
  /** Name of the document that lets it through; of the one that should and does not, for a grant that is not available. */
  document: string;
  /** Sid or position of the statement; null where it is one that is missing. */
  statement: string | number | null;
  /** On which condition keys that turns, and what the request has of them. Absent where it turns on none. */
  turnsOn?: TurningKey[];
  /** The change that closes it. */
  fix: string;
}

/** A claim about one subject: what its question is set up from, and what it says of an unknown request. */
export interface Claim<Id extends string = ClaimId> {
  claim: Id;
  /** ARN of the secret, key or role, or the grant, of which it is claimed. */
  subject: string;
  around: Surroundings;
  /** Roles that take part. */
  roles: RoleDocuments[];
  /** Policies that take part, beside those of the roles and of the surroundings. */
  policies: ParsedPolicy[];
  state(setup: QuestionSetup): Statement;
  /** Makes the counterexample of what breaks the claim, or says why the evaluator does not agree with it. */
  explain(witness: Witness): Counterexample | Disagreement;
}

/** The requests that break a claim, as data that can be told again of documents that differ in names alone. */
export interface Witness {
  /** The request that breaks it, and those that must be allowed with it. */
  requests: [AccessRequest, ...AccessRequest[]];
  /** Those that make the caller's session, the last one first: each for a role whose trust policy the documents have. */
  makings?: AccessRequest[];
  /** ARN of such a role of whose session the model does not say who made it. */
  endsIn?: string;
}

/** Why what the solver found breaks no claim. */
export interface Disagreement {
  disagreement: string;
}

/** What a claim says. Whatever the solver finds possible breaks it. */
export interface Statement {
  /** What must not be possible. */
  violation: Formula;
  /** Why a proof that needs these assumptions is none. Defaults to never. */
  doubt?(assumptionsUsed: string[]): string | undefined;
  /** What is tried to hold as well, so that a counterexample is short to read. */
  preferences(): Formula[];
  /** What of a model breaks the claim. */
  witness(model: Model): Witness | Disagreement;
}

export interface SettleOptions {
  /** The same claim of the documents as they are, by which counterexamples are explained. Defaults to the claim itself. */
  asWritten?: () => Pick<Claim, "explain">;
  /** Takes what breaks the claim, before it is explained. */
  onWitness?(witness: Witness): void;
  /** Whether a counterexample is made short to read, which takes many questions. Defaults to true. */
  isShort?: boolean;
}

/** Asks the solver, and says whether the claim is proved. */
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

/** Names the document and statement that decided, as counterexamples do, and on what that turned; `otherwise` is the document where no statement did. */
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

/** Milliseconds since then, of which hundredths are told. */
export function millisecondsSince(started: number): number {
  return Math.round((performance.now() - started) * 100) / 100;
}
