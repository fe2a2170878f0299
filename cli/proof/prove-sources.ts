import { type AccessDocuments, difference, prove, withGaps } from "eks-pod-secrets/access";
import type { ClaimId, ClaimResult, Limits, Proof, ProofMemory } from "iam-proof";
import { overallResult } from "iam-proof/prover";
import { answerSteadily } from "../documents/answer-steadily";
import type { SourceDocuments } from "../documents/source-documents";
import { progressBar } from "../terminal/progress-bar";
import type { Certificates } from "./certificates";

interface ProveSettings {
  claims: ClaimId[];
  /** Names of the assumptions not to make. */
  drop: string[];
  /** The time limit for each claim about one subject, in milliseconds. */
  milliseconds: number;
  /** Where to write certificates. They are only made if this is given. */
  certificates?: Certificates;
  /** The limits of one question apart from the time. */
  limits?: Partial<Limits>;
  /** The memory of claims that earlier runs proved. */
  memory?: ProofMemory | undefined;
}

/**
 * Settles claims about documents; the second ones are those to compare with. What a gap leaves open is unknown. Also returns the
 * documents that the answer is about, because those of accounts may have been read again.
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
    // What other principals may do only matters for who reads: their own trust and policies are not part of any grant.
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

/** The documents with the other side's VPC endpoints if they have none themselves, as from an inventory or stacks. */
function withNetwork(of: SourceDocuments, other: SourceDocuments): AccessDocuments {
  const isSilent = of.zone !== undefined && of.live === undefined;
  const { vpcEndpoints } = other.documents;
  return isSilent && vpcEndpoints ? { ...of.documents, vpcEndpoints } : of.documents;
}
