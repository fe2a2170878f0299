import { CLAIMS, type ClaimId, type ClaimResult, type Proof } from "iam-proof";
import { sayTurning } from "iam-proof/evaluator";
import { overallResult } from "iam-proof/prover";
import { prove, withGaps } from "../access";
import { grantsNothing, programDocuments } from "../access/resources/program-documents";
import type { GivenPlaces } from "../access/resources/provider-places";
import { type ProgramRun, recordProgram } from "./record-program";

/** Proof of a Pulumi program of your own, in its own tests: `eks-pod-secrets/testing`. */

export interface ProveProgramOptions extends GivenPlaces, Omit<ProgramRun, keyof GivenPlaces> {
  /** ARNs of principals of the owners' accounts that may read secrets beside the readers. Defaults to none. */
  administrators?: string[];
  /** Claims to settle. Defaults to all. */
  claims?: ClaimId[];
  /** Names of assumptions that are not made. Defaults to none. */
  drop?: string[];
  /** Milliseconds for each question to the solver, after which its claim is unknown. Defaults to 10,000. */
  millisecondsPerClaim?: number;
}

/**
 * Runs a program over Pulumi's mocks, and proves for every possible request that exactly the readers that its components grant a
 * secret can read it. Rejects with `NotProved` where that does not hold, or is not known. A module runs once in a process, so each
 * test needs a program of its own.
 */
export async function proveProgram(
  program: () => unknown,
  options: ProveProgramOptions = {},
): Promise<Proof> {
  const resources = await recordProgram(program, options);
  const read = programDocuments(resources, options, options.administrators);
  if (grantsNothing(read)) {
    throw new Error(
      "the program grants nobody anything: it has no PodReader or PodTargetRole; a module that ran before in this process does not run again",
    );
  }
  const { documents, gaps } = read;
  const claims = options.claims ?? CLAIMS.filter((one) => one !== "difference");
  const { drop = [], millisecondsPerClaim = 10_000 } = options;
  const found = await prove(documents, { claims, drop, millisecondsPerClaim });
  const settled = withGaps(found.claims, gaps, documents, claims);
  const proof = { result: overallResult(settled), claims: settled };
  if (proof.result !== "proved") throw new NotProved(proof);
  return proof;
}

/** Claims about a program that are refuted or unknown, each with the request that breaks it or the reason. */
export class NotProved extends Error {
  override name = "NotProved";

  constructor(public readonly proof: Proof) {
    const open = proof.claims.filter(({ result }) => result !== "proved");
    super(
      [`${open.length} of ${proof.claims.length} claims are not proved`, ...open.map(told)].join(
        "\n",
      ),
    );
  }
}

function told({ claim, counterexample, reason, result, subject }: ClaimResult): string {
  const lines = [`${result}: ${claim} of ${subject}`];
  if (!counterexample) return [...lines, `  ${reason ?? "no answer"}`].join("\n");
  const { document, fix, request, statement, summary, turnsOn = [] } = counterexample;
  return [
    ...lines,
    `  ${summary}`,
    `  request: ${JSON.stringify(request)}`,
    `  decided by: ${statement === null ? document : `${document}, statement ${statement}`}`,
    ...turnsOn.map((one) => `  turns on ${sayTurning(one)}`),
    `  to close: ${fix}`,
  ].join("\n");
}
