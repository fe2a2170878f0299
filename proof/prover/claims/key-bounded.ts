import { accountOf, regionOf } from "../documents/deployment";
import type { KeyQuestion, UseOfKey } from "../documents/questions";
import { viaServiceOf, viaServices } from "../documents/read-target";
import { isRole } from "../request/caller";
import { ROTATING_KEY_ACTIONS } from "../request/rotation";
import { and, or } from "../solver/formula";
import { keyHas } from "../symbols/symbolic-key";
import type { Claim } from "./claim";
import { documentAlone } from "./document-alone";

/**
 * The key policy and the key's grants alone, every identity policy outside taken to allow everything, let nobody outside do anything but the
 * declared readers' roles decrypt, through Secrets Manager, the secrets declared for them, and a rotation role encrypt and decrypt what it rotates.
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
    // A use of the key says more than its description.
    preferences: ({ isOneOf }) => [isOneOf(["kms:decrypt"])],
  });
}
