import { contextKeyOf, type ReadTarget, viaServiceOf } from "../documents/read-target";
import { always } from "../solver/formula";
import { settledText } from "../symbols/symbolic-context";
import { freeElement, type SymbolicKey } from "../symbols/symbolic-key";
import type { QuestionSetup } from "./caller";

/**
 * Condition keys that Secrets Manager or Systems Manager sets when it asks KMS to decrypt a value. `name`: the prefix of its
 * unknowns. `contextArn`: the ARN in the encryption context, which for a replica may be its primary's.
 */
export function serviceKeys(
  { problem, spellings }: QuestionSetup,
  target: ReadTarget,
  name: string,
  contextArn = target.of.arn,
): Record<string, SymbolicKey> {
  const others = [...spellings.keys()].filter((key) => key.startsWith(FAMILY));
  const holder = contextKeyOf(target);
  const version = { ...freeElement(problem, `${name} version of the secret`), present: always };
  const keys = [holder.slice(FAMILY.length), ...(target.kind === "secret" ? [VERSION] : [])];
  return {
    ...Object.fromEntries(others.map((key) => [key, []])),
    "kms:viaservice": settledText(viaServiceOf(target.of.arn, target.of.key)),
    "aws:viaawsservice": settledText("true"),
    "kms:encryptionalgorithm": settledText(SYMMETRIC),
    "kms:keyspec": settledText(SYMMETRIC),
    "kms:keyusage": settledText("ENCRYPT_DECRYPT"),
    [holder.toLowerCase()]: settledText(contextArn),
    ...(target.kind === "secret" && { [`${FAMILY}${VERSION.toLowerCase()}`]: [version] }),
    "kms:encryptioncontextkeys": keys.flatMap(settledText),
  };
}

/**
 * Services only encrypt with symmetric keys, which have this spec and algorithm. KMS also sets the algorithm if a request leaves
 * it to the default.
 */
const SYMMETRIC = "SYMMETRIC_DEFAULT";
const FAMILY = "kms:encryptioncontext:";
const VERSION = "SecretVersionId";
