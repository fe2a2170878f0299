import { call, decryptionOf, kindOf } from "../../calls";
import { withChanged } from "../../worlds";

const ACTION = "secretsmanager:UpdateSecret";

/** Somebody who may decrypt moves a secret to another key, so that others who may fetch it can open it. */
export const changeSecretKey = kindOf({
  id: "change-secret-key",
  gives: "opens",
  about: {
    title: "Move a secret to another key",
    pages: [
      "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html",
    ],
    prerequisites: `The right to ${ACTION} on the secret, and to decrypt with its key: Secrets Manager encrypts the value again with the caller's rights.`,
    fix: `Deny ${ACTION} with a key (secretsmanager:KmsKeyArn) to everyone but the deployers.`,
    coverage: "partial",
    lacks: "Of other keys the AWS managed one is tried, which the whole account may use.",
  },
  actions: [ACTION],
  *changesBy({ documents }) {
    for (const secret of documents.secrets ?? []) {
      const { arn, key } = secret;
      if (!key) continue;
      yield {
        target: arn,
        calls: [call(ACTION, arn), ...decryptionOf(secret)],
        apply: (world) =>
          withChanged(world, "secrets", arn, (one) => ({
            ...one,
            key: null,
            formerKeys: [...(one.formerKeys ?? []), key],
          })),
      };
    }
  },
});
