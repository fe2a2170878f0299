import { CreateGrantCommand, DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { attempt } from "./attempt";
import { applicationB } from "./moves";
import type { Clients, Scene } from "./scene";

/** The owner makes a ciphertext just as Secrets Manager would; the reader may decrypt through Secrets Manager only. */
export const directDecrypt = attempt(
  { name: "application-b's role decrypts with KMS itself", refusedBy: "the key's policy" },
  async (scene) => prepareDecrypt(scene, await applicationB(scene), { SecretARN: scene.secretB }),
);

/** The key's policy asks for the secret's ARN in the context of the encryption. */
export const decryptWithoutContext = attempt(
  {
    name: "application-b's role decrypts without a context",
    refusedBy: "the key's policy",
    isBeyondDemo: true,
  },
  async (scene) => prepareDecrypt(scene, await applicationB(scene), undefined),
);

/** Whoever may do everything in the readers' account may do nothing with the owner's key. */
export const administratorDecrypts = attempt(
  {
    name: "A's administrator decrypts with the key of secret-b",
    refusedBy: "the key's policy",
    isBeyondDemo: true,
  },
  async (scene) =>
    prepareDecrypt(scene, await scene.administrator("reader"), { SecretARN: scene.secretB }),
);

/** A grant would open the key beside its policy. */
export const readerGrants = attempt(
  {
    name: "application-b's role makes a grant for the key of secret-b",
    refusedBy: "the key's policy",
    writes: true,
    isBeyondDemo: true,
  },
  async (scene) => {
    const { kms } = await applicationB(scene);
    const grant = {
      KeyId: scene.keyOfB,
      GranteePrincipal: scene.applicationA.roleArn,
      Operations: ["Decrypt" as const],
    };
    return () => kms.send(new CreateGrantCommand(grant));
  },
);

async function prepareDecrypt(
  scene: Scene,
  by: Clients,
  EncryptionContext: Record<string, string> | undefined,
): Promise<() => Promise<unknown>> {
  const { keyOfB: KeyId } = scene;
  const owner = await scene.administrator("owner");
  const Plaintext = Buffer.from("made by the owner");
  const { CiphertextBlob } = await owner.kms.send(
    new EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
  );
  return () => by.kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }));
}
