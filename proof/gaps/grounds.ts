import type { AccessDocuments } from "../domain/documents";
import { keysThatOpen, mayOpen } from "../domain/keys-that-open";
import type { PrincipalKind } from "../domain/principal-kind";
import type { ClaimId } from "../prover/claims/claim";
import { grantSubject } from "../prover/claims/grant-path";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  deploymentOf,
} from "../prover/documents/deployment";
import { contextArns } from "../prover/documents/read-target";

/** What a claim about a subject depends on. */
export interface Grounds {
  /** The secrets, parameters and keys that it asks about. */
  objects: ReadonlySet<string>;
  /** The readers that were declared for them. */
  readers: DeclaredReader[];
  /** Their roles. */
  roles: ReadonlySet<string>;
  /** What kind of principal they are. */
  kind: PrincipalKind | undefined;
}

/** Returns a function that tells what a claim about these documents depends on. */
export function groundsIn(
  documents: AccessDocuments,
): (claim: ClaimId, subject: string) => Grounds {
  const deployment = deploymentOf(documents);
  const grants = new Map(
    deployment.grants.flatMap(({ reader: named, secret }) =>
      deployment
        .readers(named)
        .map((reader) => [grantSubject(deployment, reader, secret), { reader, secret }] as const),
    ),
  );
  const grounds = (readers: DeclaredReader[], objects: string[], roles: string[] = []): Grounds => {
    const ofReaders = readers.flatMap(({ association }) =>
      [association?.roleArn, association?.targetRoleArn].flatMap((arn) => arn ?? []),
    );
    return {
      readers,
      objects: new Set(objects),
      roles: new Set([...roles, ...ofReaders]),
      kind: deployment.kind,
    };
  };
  return (claim, subject) => {
    switch (claim) {
      case "role-unforgeable":
      case "role-contained": {
        const entries = deployment.readersAs(subject);
        const secrets = entries.flatMap((one) => one.secrets);
        return grounds(
          entries.map(({ reader }) => reader),
          secrets,
          [subject],
        );
      }
      case "grant-available": {
        const grant = grants.get(subject);
        if (!grant) return grounds([], [subject]);
        return grounds([grant.reader], withKeys(deployment, [grant.secret]));
      }
      case "key-bounded": {
        const secrets = [...deployment.secrets, ...deployment.parameters]
          .filter((one) => mayOpen(deployment.key(subject) ?? { arn: subject }, one))
          .flatMap(({ arn }) => contextArns(deployment, arn));
        return grounds(readersOf(deployment, secrets), [subject, ...secrets]);
      }
      default: {
        const copies = contextArns(deployment, subject);
        return grounds(readersOf(deployment, copies), withKeys(deployment, copies));
      }
    }
  };
}

function readersOf(deployment: Deployment, secrets: string[]): DeclaredReader[] {
  return secrets.flatMap((arn) => deployment.readersOf(arn));
}

function withKeys(deployment: Deployment, arns: string[]): string[] {
  return arns.flatMap((arn) => {
    const found = deployment.secret(arn) ?? deployment.parameter(arn);
    return [arn, ...(found ? keysThatOpen(deployment.documents, found) : [])].flatMap(
      (one) => one ?? [],
    );
  });
}

/** Whether one of the roles is in the account. */
export function hasRoleOf(account: string, { roles }: Grounds): boolean {
  return [...roles].some((arn) => accountOf(arn) === account);
}
