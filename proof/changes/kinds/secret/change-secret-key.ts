import { call, decryptionOf } from "../../calls";
import type { ChangeKind } from "../../change";
import { mayTryOn } from "../../rights";
import { decryptionBy, encryptionBy, keysToTry, withSecretKey } from "../../secret-keys";

const ACTION = "secretsmanager:UpdateSecret";

/** Somebody who may decrypt moves a secret to another key, so that others who may fetch it can open it. */
export const changeSecretKey: ChangeKind = {
  id: "change-secret-key",
  gives: "opens",
  title: "Move a secret to another key",
  actions: [ACTION],
  *changesBy(world, actor) {
    for (const secret of world.documents.secrets ?? []) {
      const { arn } = secret;
      if (!mayTryOn(world, actor, ACTION, arn)) continue;
      const decryption = decryptionBy(world, actor, secret);
      for (const one of keysToTry(world, { arn, key: secret.key ?? null })) {
        const { isHeld, key } = one;
        yield {
          target: arn,
          variant: key ?? "managed",
          calls: [
            call(ACTION, arn, key ? { "secretsmanager:KmsKeyArn": key } : undefined),
            ...decryption,
            // With a key that does not let the caller decrypt, Secrets Manager refuses the call.
            ...(isHeld ? decryptionOf({ arn, key }) : []),
            ...encryptionBy(arn, one),
          ],
          apply: (now) => withSecretKey(now, arn, key),
        };
      }
    }
  },
};
