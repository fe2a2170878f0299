import type { KeyDocuments, SecretDocuments } from "../../domain/documents";
import { grantPolicies } from "../../domain/key-grants";
import { mayOpen } from "../../domain/keys-that-open";
import { accountOf, type Deployment, regionOf } from "../documents/deployment";
import { contextArns, viaServiceOf, viaServices } from "../documents/read-target";
import { isRole } from "../request/caller";
import { isForeign } from "../request/readers";
import { ROTATING_KEY_ACTIONS, rotationRole } from "../request/rotation";
import { and, not, or } from "../solver/formula";
import { keyHas } from "../symbols/symbolic-key";
import type { Question } from "./claim";
import { askAlone } from "./document-alone";

/** A role of another account, and a secret that it reads or rotates. */
interface Pair {
  roleArn: string;
  secret: SecretDocuments;
}

/**
 * The key policy and the key's grants alone, every identity policy outside taken to allow everything, let nobody outside do anything but the
 * declared readers' roles decrypt, through Secrets Manager, the secrets declared for them, and a rotation role encrypt and decrypt what it rotates.
 */
export function keyBounded(deployment: Deployment, key: KeyDocuments): Question {
  const { arn, policy } = key;
  const secrets = deployment.secrets.filter((secret) => mayOpen(key, secret));
  const pairs = secrets.flatMap((secret) =>
    deployment
      .readersOf(secret.arn)
      .flatMap(({ readingRole }) => (isForeign(readingRole, arn) ? readingRole : []))
      .map((roleArn) => ({ roleArn, secret })),
  );
  const rotations = secrets.flatMap((secret) => {
    const roleArn = rotationRole(secret);
    return isForeign(roleArn, arn) ? [{ roleArn, secret }] : [];
  });
  const roles = [...pairs, ...rotations].flatMap(({ roleArn }) => deployment.role(roleArn) ?? []);
  const region = regionOf(arn);
  const ask = askAlone(deployment, {
    kind: "key",
    of: key,
    document: policy,
    roles,
    grants: grantPolicies(key),
    examples: {
      "kms:viaservice": viaServices(region),
      "kms:encryptioncontext:secretarn": [
        ...secrets.map((secret) => secret.arn),
        `arn:aws:secretsmanager:${region}:${accountOf(arn)}:secret:another-AbCdEf`,
      ],
    },
  });
  const { caller, context, isOneOf } = ask;
  const isWithin = ({ roleArn, secret }: Pair) =>
    and(
      isRole(caller.principal, roleArn),
      keyHas(context.keyOf("kms:viaservice"), [viaServiceOf(secret.arn, arn)]),
      keyHas(context.keyOf("kms:encryptioncontext:secretarn"), contextArns(deployment, secret.arn)),
    );
  const isDeclared = or(
    and(isOneOf(["kms:decrypt"]), or(...pairs.map(isWithin))),
    and(isOneOf(ROTATING_KEY_ACTIONS), or(...rotations.map(isWithin))),
  );
  const words = {
    summary: (action: string) =>
      `somebody outside the owner's account may do ${action} with the key, beyond decrypting through Secrets Manager the secrets that were declared for that role`,
    fix: "let the statement allow kms:Decrypt only, to the role by aws:PrincipalArn, with kms:ViaService of the secret's region and kms:EncryptionContext:SecretARN of the secrets granted to every role in it",
  };
  // A use of the key says more than its description.
  return ask.question("key-bounded", not(isDeclared), words, [isOneOf(["kms:decrypt"])]);
}
