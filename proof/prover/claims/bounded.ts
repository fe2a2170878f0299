import { accountOf, regionOf } from "../documents/deployment";
import type { KeyQuestion, SecretQuestion, UseOfKey } from "../documents/questions";
import { SECRET_READS, viaServiceOf, viaServices } from "../documents/read-target";
import { isRole } from "../request/caller";
import { isReaderSession, readerTagNames } from "../request/made-for-reader";
import { isRotation, ROTATING_ACTIONS, ROTATING_KEY_ACTIONS } from "../request/rotation";
import { and, or } from "../solver/formula";
import { keyHas } from "../symbols/symbolic-key";
import type { Claim } from "./claim";
import { documentAlone } from "./document-alone";

/**
 * If all identity policies of outsiders allow everything, the resource policy alone allows outsiders nothing, except the two
 * reads for sessions of declared readers, and what rotation needs for a rotation role of another account.
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

/**
 * If all identity policies of outsiders allow everything, the key policy and grants let nobody outside do anything, with two
 * exceptions. Roles of declared readers may decrypt, through Secrets Manager, the secrets declared for them. A rotation role may
 * encrypt and decrypt what it rotates.
 */
export function keyBounded(question: KeyQuestion): Claim {
  const { grants, of, parsedGrants, reads, rotations, secrets } = question;
  const { arn } = of;
  const region = regionOf(arn);
  return documentAlone("key-bounded", question, {
    kind: "key",
    grants,
    parsedGrants,
    examples: {
      "kms:viaservice": viaServices(region),
      "kms:encryptioncontext:secretarn": [
        ...secrets,
        `arn:aws:secretsmanager:${region}:${accountOf(arn)}:secret:another-AbCdEf`,
      ],
    },
    isMeant: ({ caller, context, isOneOf }) => {
      const isWithin = ({ contexts, roleArn, secretArn }: UseOfKey) =>
        and(
          isRole(caller.principal, roleArn),
          keyHas(context.keyOf("kms:viaservice"), [viaServiceOf(secretArn, arn)]),
          keyHas(context.keyOf("kms:encryptioncontext:secretarn"), contexts),
        );
      return or(
        and(isOneOf(["kms:decrypt"]), or(...reads.map(isWithin))),
        and(isOneOf(ROTATING_KEY_ACTIONS), or(...rotations.map(isWithin))),
      );
    },
    summary: (action) =>
      `somebody outside the owner's account may do ${action} with the key, beyond decrypting through Secrets Manager the secrets that were declared for that role`,
    fix: "let the statement allow kms:Decrypt only, to the role by aws:PrincipalArn, with kms:ViaService of the secret's region and kms:EncryptionContext:SecretARN of the secrets granted to every role in it",
    // Using the key is a clearer example than describing it.
    preferences: ({ isOneOf }) => [isOneOf(["kms:decrypt"])],
  });
}
