import {
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { attempt } from "./attempt";
import { applicationB } from "./moves";
import type { Clients, Scene } from "./scene";

/** A reader that may change the secret's policy could let others in. */
export const readerOpensSecret = attempt(
  {
    name: "application-b's role changes the policy of secret-b",
    refusedBy: "its own policy",
    writes: true,
    isBeyondDemo: true,
  },
  async (scene) => {
    const pod = await applicationB(scene);
    return () => openSecret(pod, scene);
  },
);

/** Whoever may do everything in the readers' account may not change what the owner has said. */
export const administratorOpensSecret = attempt(
  {
    name: "A's administrator changes the policy of secret-b",
    refusedBy: "the secret's policy",
    writes: true,
    isBeyondDemo: true,
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    return () => openSecret(administrator, scene);
  },
);

/** A reader reads, and writes nothing. */
export const readerPutsValue = attempt(
  {
    name: "application-b's role puts a value into secret-b",
    refusedBy: "its own policy",
    writes: true,
    isBeyondDemo: true,
  },
  async (scene) => {
    const { secretsManager } = await applicationB(scene);
    const put = { SecretId: scene.secretB, SecretString: "made by the reader" };
    return () => secretsManager.send(new PutSecretValueCommand(put));
  },
);

/** What a pod needs is the current version, not the list of all. */
export const readerListsVersions = attempt(
  {
    name: "application-b's role lists the versions of secret-b",
    refusedBy: "its own policy",
    isBeyondDemo: true,
  },
  async (scene) => {
    const { secretsManager } = await applicationB(scene);
    const { secretB: SecretId } = scene;
    return () => secretsManager.send(new ListSecretVersionIdsCommand({ SecretId }));
  },
);

function openSecret(by: Clients, scene: Scene): Promise<unknown> {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: scene.applicationA.roleArn },
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  };
  const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return by.secretsManager.send(
    new PutResourcePolicyCommand({ SecretId: scene.secretB, ResourcePolicy }),
  );
}
