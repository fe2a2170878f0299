import type { SecretQuestion } from "../documents/questions";
import { SECRET_READS } from "../documents/read-target";
import { isReaderSession, readerTagNames } from "../request/readers";
import { isRotation, ROTATING_ACTIONS } from "../request/rotation";
import { and, or } from "../solver/formula";
import type { Claim } from "./claim";
import { documentAlone } from "./document-alone";

/**
 * Assuming all identity policies outside allow everything, the resource policy alone allows outsiders nothing, except that
 * declared readers' sessions may do the two reads, and a rotation role of another account what rotation needs.
 */
export function secretBounded(question: SecretQuestion): Claim {
  const { around, of, readers } = question;
  return documentAlone("secret-bounded", question, {
    kind: "resource",
    isAssuming: true,
    isMeant: ({ caller, isOneOf }) =>
      or(
        and(isOneOf(SECRET_READS), or(...readers.map((reader) => isReaderSession(caller, reader)))),
        and(isOneOf(ROTATING_ACTIONS), isRotation(caller, { kind: "secret", of })),
      ),
    summary: (action) =>
      `somebody outside the owner's account may do ${action} on the secret without being a declared reader's session`,
    fix: around.kind
      ? `name in the statement the two reads only, the role by aws:PrincipalArn, and the reader by ${around.kind.words.tags} (aws:PrincipalTag/${readerTagNames(around)})`
      : "let the statement in nobody of another account, as no reader is declared",
  });
}
