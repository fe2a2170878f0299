import { CreateGrantCommand, DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import {
  BatchGetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { attempt } from "./attempt";
import { applicationB, readersAdministrator } from "./moves";
import type { Clients, Scene } from "./scene";

/** The reader itself: the grant only covers single reads. */
export const readerBatchReads = attempt({
  name: "application-b's role reads secret-b in a batch",
  refusedBy: "its own policy",
  by: applicationB,
  call: batchRead,
});

/** An administrator may make the call, but each secret is authorized separately. */
export const administratorBatchReads = attempt({
  name: "A's administrator reads secret-b in a batch",
  refusedBy: "AWS, across accounts",
  refusedWith: ["AccessDeniedException", "ResourceNotFoundException"],
  by: readersAdministrator,
  call: batchRead,
});

/** A batch answers with an error for each secret that it could not read. */
async function batchRead(by: Clients, { secretB }: Scene): Promise<unknown> {
  const answer = await by.secretsManager.send(
    new BatchGetSecretValueCommand({ SecretIdList: [secretB] }),
  );
  const refusal = answer.Errors?.[0];
  if (refusal && !answer.SecretValues?.length) {
    const { ErrorCode: name, Message } = refusal;
    throw Object.assign(new Error(Message), { name, $metadata: answer.$metadata });
  }
  return answer;
}

/** The owner encrypts a text just as Secrets Manager would. The reader may decrypt only through Secrets Manager. */
export const directDecrypt = attempt({
  name: "application-b's role decrypts with KMS itself",
  refusedBy: "the key's policy",
  by: async (scene) => decryption(scene, await applicationB(scene), { SecretARN: scene.secretB }),
  call: (decrypt) => decrypt(),
});

/** The key's policy demands the secret's ARN in the encryption context. */
export const decryptWithoutContext = attempt({
  name: "application-b's role decrypts without a context",
  refusedBy: "the key's policy",
  isBeyondDemo: true,
  by: async (scene) => decryption(scene, await applicationB(scene)),
  call: (decrypt) => decrypt(),
});

/** Somebody who may do everything in the readers' account still cannot use the owner's key. */
export const administratorDecrypts = attempt({
  name: "A's administrator decrypts with the key of secret-b",
  refusedBy: "the key's policy",
  isBeyondDemo: true,
  by: async (scene) =>
    decryption(scene, await readersAdministrator(scene), { SecretARN: scene.secretB }),
  call: (decrypt) => decrypt(),
});

/** A grant would open the key regardless of its policy. */
export const readerGrants = attempt({
  name: "application-b's role makes a grant for the key of secret-b",
  refusedBy: "the key's policy",
  writes: true,
  isBeyondDemo: true,
  by: applicationB,
  call({ kms }, { applicationA, keyOfB: KeyId }) {
    const grant = { KeyId, GranteePrincipal: applicationA.roleArn };
    return kms.send(new CreateGrantCommand({ ...grant, Operations: ["Decrypt"] }));
  },
});

async function decryption(
  scene: Scene,
  by: Clients,
  EncryptionContext?: Record<string, string>,
): Promise<() => Promise<unknown>> {
  const { keyOfB: KeyId } = scene;
  const owner = await scene.administrator("owner");
  const Plaintext = Buffer.from("made by the owner");
  const { CiphertextBlob } = await owner.kms.send(
    new EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
  );
  return () => by.kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }));
}

/** A reader that may change the secret's policy could let others in. */
export const readerOpensSecret = attempt({
  name: "application-b's role changes the policy of secret-b",
  refusedBy: "its own policy",
  writes: true,
  isBeyondDemo: true,
  by: applicationB,
  call: openSecret,
});

/** Somebody who may do everything in the readers' account still cannot change the owner's policy. */
export const administratorOpensSecret = attempt({
  name: "A's administrator changes the policy of secret-b",
  refusedBy: "the secret's policy",
  writes: true,
  isBeyondDemo: true,
  by: readersAdministrator,
  call: openSecret,
});

/** A reader may read but not write. */
export const readerPutsValue = attempt({
  name: "application-b's role puts a value into secret-b",
  refusedBy: "its own policy",
  writes: true,
  isBeyondDemo: true,
  by: applicationB,
  call({ secretsManager }, { secretB: SecretId }) {
    const put = { SecretId, SecretString: "made by the reader" };
    return secretsManager.send(new PutSecretValueCommand(put));
  },
});

/** A pod needs the current version, not a list of all versions. */
export const readerListsVersions = attempt({
  name: "application-b's role lists the versions of secret-b",
  refusedBy: "its own policy",
  isBeyondDemo: true,
  by: applicationB,
  call: ({ secretsManager }, { secretB: SecretId }) =>
    secretsManager.send(new ListSecretVersionIdsCommand({ SecretId })),
});

function openSecret({ secretsManager }: Clients, scene: Scene): Promise<unknown> {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: scene.applicationA.roleArn },
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  };
  const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return secretsManager.send(
    new PutResourcePolicyCommand({ SecretId: scene.secretB, ResourcePolicy }),
  );
}
