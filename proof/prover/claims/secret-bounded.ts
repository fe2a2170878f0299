import type { SecretDocuments } from "../../domain/documents";
import { type Deployment, rolesOfReader } from "../documents/deployment";
import { SECRET_READS } from "../documents/read-target";
import { isForeign, isReaderSession, readerTagNames } from "../request/readers";
import { isRotation, ROTATING_ACTIONS, rotationRole } from "../request/rotation";
import { and, not, or } from "../solver/formula";
import type { Question } from "./claim";
import { askAlone } from "./document-alone";

/**
 * Assuming all identity policies outside allow everything, the resource policy alone allows outsiders nothing, except that
 * declared readers' sessions may do the two reads, and a rotation role of another account what rotation needs.
 */
export function secretBounded(deployment: Deployment, secret: SecretDocuments): Question {
  const { arn, policy } = secret;
  // A reader through a target role of the owner's is inside: nobody is to come in through the policy for it.
  const readers = deployment
    .readersOf(arn)
    .filter(({ readingRole }) => isForeign(readingRole, arn));
  const rotating = deployment.role(rotationRole(secret) ?? "");
  const roles = [
    ...readers.flatMap((reader) => rolesOfReader(deployment, reader)),
    ...(rotating ? [rotating] : []),
  ];
  const { caller, isOneOf, question } = askAlone(deployment, {
    kind: "resource",
    of: secret,
    document: policy,
    roles,
    isAssuming: true,
  });
  const isDeclared = or(
    and(isOneOf(SECRET_READS), or(...readers.map((reader) => isReaderSession(caller, reader)))),
    and(isOneOf(ROTATING_ACTIONS), isRotation(caller, { kind: "secret", of: secret })),
  );
  return question("secret-bounded", not(isDeclared), {
    summary: (action) =>
      `somebody outside the owner's account may do ${action} on the secret without being a declared reader's session`,
    fix: `name in the statement the two reads only, the role by aws:PrincipalArn, and the reader by ${deployment.kind?.words.tags} (aws:PrincipalTag/${readerTagNames(deployment)})`,
  });
}
