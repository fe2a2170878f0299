import { type AccessDocuments, difference, prove, withGaps } from "eks-pod-secrets/access";
import type { ClaimId, ClaimResult, Limits, Proof, ProofMemory } from "iam-proof";
import { overallResult } from "iam-proof/prover";
import { answerSteadily } from "../documents/answer-steadily";
import type { SourceDocuments } from "../documents/source-documents";
import { progressBar } from "../terminal/progress-bar";
import type { Certificates } from "./certificates";

interface ProveSettings {
  claims: ClaimId[];
  /** Names of assumptions that are not made. */
  drop: string[];
  /** For each claim about one subject. */
  milliseconds: number;
  /** Where certificates are written; they are made only for that. */
  certificates?: Certificates;
  /** What one question may take beside the time. */
  limits?: Partial<Limits>;
  /** Where claims are found that earlier runs proved. */
  memory?: ProofMemory | undefined;
}

/**
 * Settles claims about documents, of which the second are those to compare with. What a gap in them leaves open is unknown.
 * Answers also with the documents that it is about: those of accounts may have been read anew.
 */
export async function proveSources(
  read: SourceDocuments[],
  settings: ProveSettings,
): Promise<{ proof: Proof; sources: SourceDocuments[] }> {
  const { answer: claims, sources } = await answerSteadily(read, ([after, before]) =>
    settle(after as SourceDocuments, before, settings),
  );
  const known = sources.reduce(
    (results, { documents, gaps = [] }) => withGaps(results, gaps, documents, settings.claims),
    claims,
  );
  settings.certificates?.finish(known, sources);
  return { proof: { result: overallResult(known), claims: known }, sources };
}

async function settle(
  after: SourceDocuments,
  before: SourceDocuments | undefined,
  { certificates, claims, drop, limits = {}, memory, milliseconds }: ProveSettings,
): Promise<ClaimResult[]> {
  const { documents, everyone } = after;
  certificates?.begin();
  const common = { drop, limits, memory, ...(certificates && { onProved: certificates.add }) };
  const bar = progressBar("proving");
  const results: ClaimResult[] = [];
  const run = async (about: AccessDocuments, some: ClaimId[]) => {
    if (some.length === 0) return;
    const options = { ...common, millisecondsPerClaim: milliseconds, onProgress: bar.update };
    results.push(...(await prove(about, { claims: some, ...options })).claims);
  };
  try {
    // What others may do concerns only who reads: their own trust and policies are nobody's grant.
    const ofEveryone = (claim: ClaimId) => everyone !== undefined && claim === "read-exclusive";
    const own = claims.filter((claim) => claim !== "difference" && !ofEveryone(claim));
    await run(documents, own);
    await run(everyone ?? documents, claims.filter(ofEveryone));
    if (before && claims.includes("difference")) {
      const sides = [withNetwork(before, after), withNetwork(after, before)] as const;
      results.push(...(await difference(...sides, { ...common, milliseconds })));
    }
  } finally {
    bar.end();
  }
  return results;
}

/** The documents with VPC endpoints: an inventory, and stacks, say nothing of them, so that they are as on the other side. */
function withNetwork(of: SourceDocuments, other: SourceDocuments): AccessDocuments {
  const isSilent = of.zone !== undefined && of.live === undefined;
  const { vpcEndpoints } = other.documents;
  return isSilent && vpcEndpoints ? { ...of.documents, vpcEndpoints } : of.documents;
}
