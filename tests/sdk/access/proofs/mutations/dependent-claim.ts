import type { Claim } from "../../../../../proof/prover/claims/claim";
import { findGrantPath, grantAvailable } from "../../../../../proof/prover/claims/grant-path";
import { readExclusive } from "../../../../../proof/prover/claims/read-exclusive";
import type { DeclaredReader, Deployment } from "../../../../../proof/prover/documents/deployment";
import { exclusiveQuestion, grantQuestion } from "../../../../../proof/prover/documents/questions";
import { contextArns, readTarget } from "../../../../../proof/prover/documents/read-target";

/** A claim that depends on one document. */
export interface DependentClaim {
  /** Whether it uses the assumption about the readers' trust policies. */
  trustsReaders: boolean;
  /** Makes the claim's question about a deployment with changed policies. Undefined if it fails whatever the policies say. */
  question(deployment: Deployment): Claim | undefined;
}

/**
 * The claims that the right readers can read the secrets, and that nobody else can. With `readers`, only these are asked whether
 * they can read. All others can, whatever the document says.
 */
export function readClaims(
  deployment: Deployment,
  arns: string[],
  readers?: readonly DeclaredReader[],
): DependentClaim[] {
  return arns.flatMap((arn) => {
    if (!readTarget(deployment, arn)) return [];
    // AWS does not say which copy's ARN is in the context of a decryption. So what allows each of them is needed.
    const contexts = contextArns(deployment, arn);
    const concerned = readers?.map(({ key }) => key);
    const isConcerned = (reader: DeclaredReader) => concerned?.includes(reader.key) ?? true;
    const available = deployment
      .readersOf(arn)
      .filter(isConcerned)
      .flatMap((reader) =>
        contexts.map((contextArn) => ({
          trustsReaders: false,
          question: (changed: Deployment) => {
            const path = findGrantPath(changed, reader, arn);
            return "refuted" in path
              ? undefined
              : grantAvailable(grantQuestion(changed, reader, path, contextArn));
          },
        })),
      );
    const exclusive = claimNothingMore((changed) => {
      const target = readTarget(changed, arn);
      return target && readExclusive(exclusiveQuestion(changed, target));
    });
    return [...available, exclusive];
  });
}

/** Makes a claim that nothing more is allowed than before. */
export function claimNothingMore(question: DependentClaim["question"]): DependentClaim {
  return { trustsReaders: false, question };
}
