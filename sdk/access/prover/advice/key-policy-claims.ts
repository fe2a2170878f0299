import type { AccessDocuments } from "../../domain/documents";
import { mayOpen } from "../../domain/keys-that-open";
import { type RawPolicy, rawStatements } from "../../grammar/named-policy";
import { keyBounded } from "../claims/key-bounded";
import { type Deployment, deploymentOf } from "../documents/deployment";
import { CONTEXT_KEY, statementsOfRead } from "../documents/key-policy-of-read";
import { contextArns } from "../documents/read-target";
import { sliceOfRead, withWholePolicies } from "../documents/slice";
import { claimNothingMore, type DependentClaim, readClaims } from "./dependent-claim";

/**
 * The claim `key-bounded`, asked of each statement that allows by itself. A part is needed if its statement without it lets in
 * somebody who was not declared, whatever the other statements allow. The parts of denials are asked of the whole policy.
 */
export function keyClaims(
  deployment: Deployment,
  keyArn: string,
  document: RawPolicy,
): DependentClaim[] {
  const statements = rawStatements(document);
  const denials = [...statements.keys()].filter((position) => !allows(statements[position]));
  const whole = claimNothingMore((changed) => {
    const key = changed.key(keyArn);
    return key && keyBounded(changed, key);
  });
  const ofDenials: DependentClaim = {
    ...whole,
    extract: {
      name: "denials",
      statements: () => [...statements.keys()],
      asks: (position) => denials.includes(position),
      slice: ({ documents }) => documents,
      about: [keyArn],
    },
  };
  const ofAllowances = [...statements.keys()]
    .filter((position) => !denials.includes(position))
    .map((position): DependentClaim => {
      const named = findNamedSecrets(deployment, keyArn, statements[position]);
      const slice = (changed: Deployment): AccessDocuments => ({
        ...sliceOfRead(changed, named),
        keys: changed.keys.filter(({ arn }) => arn === keyArn),
      });
      return {
        ...whole,
        extract: {
          name: `statement ${position}`,
          statements: () => [position, ...denials].sort((a, b) => a - b),
          asks: (statement) => statement === position,
          slice,
          about: [keyArn],
        },
        question: (changed) => whole.question(deploymentOf(slice(changed), changed.settings)),
      };
    });
  return denials.length === 0 ? ofAllowances : [...ofAllowances, ofDenials];
}

/** The claims about reads of one secret under the key. They depend only on the statements that can match its decryption. */
export function keyReadClaims(
  deployment: Deployment,
  secretArn: string,
  document: RawPolicy,
): DependentClaim[] {
  const statements = rawStatements(document);
  const contexts = contextArns(deployment, secretArn);
  return readClaims(deployment, [secretArn]).map(({ about, ...claim }) => ({
    ...claim,
    extract: {
      name: contexts.join(" "),
      statements: (missing) => {
        const freed = missing.filter(({ conditionKey }) => conditionKey === CONTEXT_KEY);
        const matching = statementsOfRead(statements, contexts);
        return [...new Set([...matching, ...freed.map(({ statement }) => statement)])].sort(
          (a, b) => a - b,
        );
      },
      asks: () => true,
      slice: (changed) => withWholePolicies(changed, sliceOfRead(changed, [secretArn])),
      about: [...about, secretArn],
    },
  }));
}

/**
 * Finds the secrets under the key that a statement names, or whose readers' roles it names; all where it names no secret. Others
 * need not be asked about: by name it lets nobody read them, and a pattern lets in for secrets that were never declared as well.
 */
function findNamedSecrets(deployment: Deployment, keyArn: string, statement: unknown): string[] {
  const text = JSON.stringify(statement);
  const secrets = deployment.secrets
    .filter((one) => mayOpen(deployment.key(keyArn) ?? { arn: keyArn }, one))
    .map(({ arn }) => arn);
  if (!secrets.some((arn) => text.includes(arn))) return secrets;
  const isConcerned = (arn: string) =>
    text.includes(arn) ||
    deployment
      .readersOf(arn)
      .some(({ association }) => association && text.includes(association.roleArn));
  return secrets.filter(isConcerned);
}

function allows(statement: unknown): boolean {
  return (statement as { Effect?: unknown } | undefined)?.Effect === "Allow";
}
