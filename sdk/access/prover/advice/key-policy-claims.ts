import type { AccessDocuments } from "../../domain/documents";
import type { RawPolicy } from "../../grammar/named-policy";
import { keyBounded } from "../claims/key-bounded";
import { type Deployment, deploymentOf } from "../documents/deployment";
import { CONTEXT_KEY, statementsOfRead } from "../documents/key-policy-of-read";
import { contextArns } from "../documents/read-target";
import { sliceOfRead, withWholeKeys } from "../documents/slice";
import { bound, type DependentClaim, readClaims } from "./dependent-claim";

/**
 * `key-bounded`, of each statement that allows by itself: where the policy lets in nobody beyond the declared, a part of a
 * statement is needed if that statement without it does, whatever the others allow. Parts of denials are asked about all.
 */
export function keyClaims(
  deployment: Deployment,
  keyArn: string,
  document: RawPolicy,
): DependentClaim[] {
  const statements = statementsOf(document);
  const denials = [...statements.keys()].filter((position) => !allows(statements[position]));
  const whole = bound((of) => {
    const key = of.key(keyArn);
    return key && keyBounded(of, key);
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
      const named = secretsNamed(deployment, keyArn, statements[position]);
      const slice = (of: Deployment): AccessDocuments => ({
        ...sliceOfRead(of, named),
        keys: of.keys.filter(({ arn }) => arn === keyArn),
      });
      return {
        ...whole,
        extract: {
          name: `statement ${position}`,
          statements: () => [position, ...denials].sort((a, b) => a - b),
          asks: (one) => one === position,
          slice,
          about: [keyArn],
        },
        question: (of) => whole.question(deploymentOf(slice(of), of.settings)),
      };
    });
  return denials.length === 0 ? ofAllowances : [...ofAllowances, ofDenials];
}

/** The claims about a read of what the key encrypts, by the statements that can match its decryption. */
export function keyReadClaims(
  deployment: Deployment,
  secretArn: string,
  document: RawPolicy,
): DependentClaim[] {
  const statements = statementsOf(document);
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
      slice: (of) => withWholeKeys(of, sliceOfRead(of, [secretArn])),
      about: [...about, secretArn],
    },
  }));
}

/**
 * The secrets under the key that a statement names, or whose readers' roles it does; all where it names no secret. It lets
 * nobody read another secret by name; and if it lets in by any pattern, it does so for secrets that were never declared.
 */
function secretsNamed(deployment: Deployment, keyArn: string, statement: unknown): string[] {
  const text = JSON.stringify(statement);
  const secrets = deployment.secrets.filter(({ key }) => key === keyArn).map(({ arn }) => arn);
  if (!secrets.some((arn) => text.includes(arn))) return secrets;
  const isConcerned = (arn: string) =>
    text.includes(arn) ||
    deployment
      .readersOf(arn)
      .some(({ association }) => association && text.includes(association.roleArn));
  return secrets.filter(isConcerned);
}

function statementsOf(document: RawPolicy): unknown[] {
  const { Statement } = document as { Statement?: unknown };
  return Array.isArray(Statement) ? Statement : [Statement];
}

function allows(statement: unknown): boolean {
  return (statement as { Effect?: unknown } | undefined)?.Effect === "Allow";
}
