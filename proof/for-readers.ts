import { memoize } from "./collections";
import type { AccessDocuments } from "./domain/documents";
import type { PrincipalKind } from "./domain/principal-kind";
import type { AccessRequest } from "./domain/request";
import type { EvaluateOptions } from "./evaluator/applicable-policies";
import { evaluate } from "./evaluator/evaluate";
import { mayRead, readRequests } from "./evaluator/may-read";
import { refusalsOf } from "./evaluator/refusals";
import { gapsOfReading, withGaps } from "./gaps/with-gaps";
import { everyoneInAccounts } from "./identities/everyone-in-accounts";
import { whoMayBecome } from "./identities/who-may-become";
import { type Summary, summarise } from "./prover/findings/summarise";
import { blastRadius, whatCanRead } from "./prover/questions/blast-radius";
import { difference } from "./prover/questions/difference";
import { prove } from "./prover/questions/prove";
import {
  type Answer,
  type AnswerOptions,
  type SecretReading,
  whoCanRead,
} from "./prover/questions/who-can-read";

type Reading<Reader extends object> = Omit<SecretReading<Reader>, "as">;

/** The arguments after the first one. */
type Rest<F extends (first: never, ...rest: never[]) => unknown> =
  Parameters<F> extends [unknown, ...infer R] ? R : never;

/**
 * This library's functions for documents whose readers are all of one kind, so that the documents need not contain it. `Documents`
 * may have further members.
 */
export function forReaders<
  Reader extends object,
  Documents extends AccessDocuments<Reader> = AccessDocuments<Reader>,
>(kind: PrincipalKind<Reader>) {
  const of = memoize((documents: Documents): Documents => ({ ...documents, principalKind: kind }));
  const plain = ({ principalKind: _, ...others }: AccessDocuments<Reader>) => others as Documents;
  return {
    /** The documents, with the kind added. */
    withKind: of,
    evaluate: (documents: Documents, request: AccessRequest, options?: EvaluateOptions) =>
      evaluate(of(documents), request, options),
    mayRead: (documents: Documents, ...rest: Rest<typeof mayRead>) =>
      mayRead(of(documents), ...rest),
    readRequests: (documents: Documents, ...rest: Rest<typeof readRequests>) =>
      readRequests(of(documents), ...rest),
    refusalsOf: (documents: Documents, ...rest: Rest<typeof refusalsOf>) =>
      refusalsOf(of(documents), ...rest),
    prove: (documents: Documents, ...rest: Rest<typeof prove>) => prove(of(documents), ...rest),
    difference: (before: Documents, after: Documents, options?: Parameters<typeof difference>[2]) =>
      difference(of(before), of(after), options),
    whoMayBecome: (documents: Documents, roleArn: string) => whoMayBecome(of(documents), roleArn),
    summarise: (documents: Documents, ...rest: Rest<typeof summarise>) =>
      summarise(of(documents), ...rest) as Promise<Summary<Reader>>,
    whoCanRead: (documents: Documents, secretArn: string, options?: AnswerOptions) =>
      whoCanRead(of(documents), secretArn, options) as Promise<Answer<SecretReading<Reader>>>,
    whatCanRead: (documents: Documents, ...rest: Rest<typeof whatCanRead>) =>
      whatCanRead(of(documents), ...rest) as Promise<Answer<Reading<Reader>>>,
    blastRadius: (documents: Documents, ...rest: Rest<typeof blastRadius>) =>
      blastRadius(of(documents), ...rest) as Promise<Answer<Reading<Reader>>>,
    withGaps: (
      claims: Parameters<typeof withGaps>[0],
      gaps: Parameters<typeof withGaps>[1],
      documents: Documents,
      asked: Parameters<typeof withGaps>[3],
    ) => withGaps(claims, gaps, of(documents), asked),
    gapsOfReading: (
      gaps: Parameters<typeof gapsOfReading>[0],
      documents: Documents,
      subject: string,
    ) => gapsOfReading(gaps, of(documents), subject),
    everyoneInAccounts: (objects: Documents, ...rest: Rest<typeof everyoneInAccounts<Reader>>) => {
      const { documents, everyone, ...more } = everyoneInAccounts(of(objects), ...rest);
      return { ...more, documents: plain(documents), everyone: plain(everyone) };
    },
  };
}
