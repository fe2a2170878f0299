import type { ClaimResult, RequestPrincipal } from "../../../sdk/access";
import { UserError } from "../../terminal/errors";
import { answerIn } from "./run-verbs";
import type { TrialAnswer } from "./shape";

type TrialProof = NonNullable<TrialAnswer["proof"]>;

/** What `prove --live --json` said. Whatever is no proof of any claim is a `UserError`. */
export function readProof(stdout: string): { claims: ClaimResult[]; result: TrialProof["result"] } {
  const { claims = [], problems = [], result } = answerIn<Answer>(stdout);
  if (result !== "proved" && result !== "refuted" && result !== "unknown") {
    const reason = problems[0]?.message ?? "it answered nothing that can be read";
    throw new UserError(`prove --live: ${reason}`);
  }
  if (claims.length === 0) throw new UserError("prove --live: it judged no claim");
  return { claims, result };
}

/** Keeps what `prove --live --json` said. Claims by which the trial fails are a `UserError`. */
export function keepProof(stdout: string, outcome: { proof?: TrialProof }): void {
  const proof = readProof(stdout);
  outcome.proof = trialProof(proof);
  const failed = failedClaims(proof);
  if (failed.length > 0) throw new UserError(`prove --live: ${failed.join("; ")}`);
}

/** What the trial says of it. */
export function trialProof({ claims, result }: ReturnType<typeof readProof>): TrialProof {
  return { result, claims: claims.length, open: claims.filter(isOpen).map(wordsOf) };
}

/** Claims by which a trial fails, in words: all that are open, but those that are the account's own affair. */
export function failedClaims({ claims }: ReturnType<typeof readProof>): string[] {
  return claims.filter((one) => isOpen(one) && !isAffairOfOwner(one)).map(wordsOf);
}

function isOpen({ result }: ClaimResult): boolean {
  return result !== "proved";
}

function wordsOf({ claim, counterexample, reason, result, subject }: ClaimResult): string {
  return `${claim} of ${subject}: ${result}: ${counterexample?.summary ?? reason}`;
}

/** Whom else an account lets read its own secret says nothing of what the trial has made. */
function isAffairOfOwner({ claim, counterexample, result, subject }: ClaimResult): boolean {
  if (claim !== "read-exclusive" || result !== "refuted" || !counterexample) return false;
  return accountOf(counterexample.request.principal) === subject.split(":")[4];
}

function accountOf(principal: RequestPrincipal): string | undefined {
  switch (principal.kind) {
    case "session":
      return principal.roleArn.split(":")[4];
    case "user":
      return principal.arn.split(":")[4];
    case "root":
      return principal.account;
    default:
      return undefined;
  }
}

interface Answer {
  result?: string;
  claims?: ClaimResult[];
  problems?: { message: string }[];
}
