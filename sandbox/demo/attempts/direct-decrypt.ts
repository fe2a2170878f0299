import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import type { Attempt } from "../scene/attempt";
import { OWNER_ACCOUNT } from "../scene/scene";

/** The owner makes a ciphertext just as Secrets Manager would; the reader may decrypt through Secrets Manager only. */
export const directDecrypt: Attempt = {
  name: "application-b's role decrypts with KMS itself",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const owner = await scene.administrator(OWNER_ACCOUNT);
    const EncryptionContext = { SecretARN: scene.secretB };
    const { CiphertextBlob } = await owner.kms.send(
      new EncryptCommand({
        KeyId: scene.keyOfB,
        Plaintext: Buffer.from("made by the owner"),
        EncryptionContext,
      }),
    );
    const pod = await scene.pod("serviceaccount-b");
    return pod.kms.send(
      new DecryptCommand({ KeyId: scene.keyOfB, CiphertextBlob, EncryptionContext }),
    );
  },
};
