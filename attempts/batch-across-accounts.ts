import { BatchGetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { Attempt } from "./attempt";
import type { Clients, Scene } from "./scene";

/** The reader itself: the grant is for single reads. */
export const readerBatchReads: Attempt = {
  name: "application-b's role reads secret-b in a batch",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  prepare: async (scene) => {
    const pod = await scene.pod(scene.applicationB.serviceAccount);
    return () => batchRead(pod, scene);
  },
};

/** An administrator may call it, but each secret is authorised on its own. */
export const administratorBatchReads: Attempt = {
  name: "A's administrator reads secret-b in a batch",
  changes: false,
  refusedWith: ["AccessDeniedException", "ResourceNotFoundException"],
  prepare: async (scene) => {
    const administrator = await scene.administrator("reader");
    return () => batchRead(administrator, scene);
  },
};

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
