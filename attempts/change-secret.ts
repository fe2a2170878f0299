import {
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Attempt } from "./attempt";
import type { Clients, Scene } from "./scene";

/** A reader that may change the secret's policy could let others in. */
export const readerOpensSecret: Attempt = {
  name: "application-b's role changes the policy of secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => openSecret(await applicationB(scene), scene),
};

/** Whoever may do everything in the readers' account may not change what the owner has said. */
export const administratorOpensSecret: Attempt = {
  name: "A's administrator changes the policy of secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => openSecret(await scene.administrator("reader"), scene),
};

/** A reader reads, and writes nothing. */
export const readerPutsValue: Attempt = {
  name: "application-b's role puts a value into secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) =>
    (await applicationB(scene)).secretsManager.send(
      new PutSecretValueCommand({ SecretId: scene.secretB, SecretString: "made by the reader" }),
    ),
};

/** What a pod needs is the current version, not the list of all. */
export const readerListsVersions: Attempt = {
  name: "application-b's role lists the versions of secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) =>
    (await applicationB(scene)).secretsManager.send(
      new ListSecretVersionIdsCommand({ SecretId: scene.secretB }),
    ),
};

function applicationB(scene: Scene): Promise<Clients> {
  return scene.pod(scene.applicationB.serviceAccount);
}

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
