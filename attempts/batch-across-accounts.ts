import { BatchGetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { attempt } from "./attempt";
import { applicationB } from "./moves";
import type { Clients, Scene } from "./scene";

/** The reader itself: the grant is for single reads. */
export const readerBatchReads = attempt(
  { name: "application-b's role reads secret-b in a batch", refusedBy: "its own policy" },
  async (scene) => {
    const pod = await applicationB(scene);
    return () => batchRead(pod, scene);
  },
);

/** An administrator may call it, but each secret is authorised on its own. */
export const administratorBatchReads = attempt(
  {
    name: "A's administrator reads secret-b in a batch",
    refusedBy: "AWS, across accounts",
    refusedWith: ["AccessDeniedException", "ResourceNotFoundException"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    return () => batchRead(administrator, scene);
  },
);

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
