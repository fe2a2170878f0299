import { done } from "../../outcomes";
import type { Fault, Undo } from "./fault";
import { VALUE } from "./inventory";
import { keyOf, ownersOf } from "./planting";
import { labelled, type Scene } from "./scene";

/** Puts a value into a secret, as somebody would who replaces no pods. */
async function valued(scene: Scene, SecretId: string, SecretString: string): Promise<Undo> {
  const { secretsManager } = ownersOf(scene, SecretId);
  await secretsManager.putSecretValue({ SecretId, SecretString });
  return () => secretsManager.putSecretValue({ SecretId, SecretString: VALUE });
}

/** Makes what was lost again, by `up` and `put`. */
const again =
  (scene: Scene, name: string): Undo =>
  async () => {
    await scene.stacks(["up", "--refresh", "--only", "*.secrets"]);
    await done(scene.command(["put", name], { input: VALUE }));
    await scene.stacks(["up", "--refresh"]);
  };

/** Faults of keys, secrets and values. */
export const VALUE_FAULTS: readonly Fault[] = [
  {
    name: "the key is disabled",
    ...{ reader: "orders", step: "key-state", cause: "EPS-556", names: "disabled" },
    mend: "commands",
    plant: async (scene) => {
      const KeyId = await keyOf(scene, "orders");
      await scene.owner.kms.disableKey({ KeyId });
      return () => scene.owner.kms.enableKey({ KeyId });
    },
  },
  {
    name: "the key is scheduled for deletion",
    ...{ reader: "ledger", step: "key-state", cause: "EPS-557", names: "to be deleted" },
    mend: "commands",
    plant: async (scene) => {
      const { kms } = scene.owner;
      const KeyId = await keyOf(scene, "ledger");
      await kms.scheduleKeyDeletion({ KeyId });
      return async () => {
        await kms.cancelKeyDeletion({ KeyId });
        await kms.enableKey({ KeyId });
      };
    },
  },
  {
    name: "the key is deleted for good",
    ...{ reader: "config", step: "key-state", cause: "EPS-532", names: "state Deleted" },
    mend: "value lost",
    plant: async (scene) => {
      await scene.pods.kms.scheduleKeyDeletion({ KeyId: await keyOf(scene, "config") });
      await scene.control.deletedKeys();
      return again(scene, "config");
    },
  },
  {
    name: "the secret is under another key",
    ...{ reader: "orders", step: "identity-policy", cause: "EPS-443", names: "secret orders" },
    mend: "commands",
    plant: async (scene) => {
      const { secretsManager } = scene.owner;
      const secret = { SecretId: "orders", SecretString: VALUE };
      const put = async (key: string) =>
        secretsManager.updateSecret({ ...secret, KmsKeyId: await keyOf(scene, key) });
      await put("ledger");
      return () => put("orders");
    },
  },
  {
    name: "the secret is scheduled for deletion",
    ...{ reader: "orders", step: "object", cause: "EPS-555", names: "secret orders" },
    mend: "commands",
    plant: async ({ owner: { secretsManager } }) => {
      await secretsManager.deleteSecret({ SecretId: "orders" });
      return () => secretsManager.restoreSecret({ SecretId: "orders" });
    },
  },
  {
    name: "the secret is deleted for good",
    ...{ reader: "tagged", step: "object", cause: "EPS-551", names: "secret tagged" },
    mend: "value lost",
    plant: async (scene) => {
      const lost = { SecretId: "tagged", ForceDeleteWithoutRecovery: true };
      await scene.pods.secretsManager.deleteSecret(lost);
      return again(scene, "tagged");
    },
  },
  {
    name: "the parameter is deleted",
    ...{ reader: "limits", step: "object", cause: "EPS-567", names: "parameter limits" },
    mend: "value lost",
    plant: async (scene) => {
      await scene.pods.ssm.deleteParameter({ Name: "/shop/limits" });
      return again(scene, "limits");
    },
  },
  {
    name: "the secret was made anew, with another ARN and without a value",
    ...{ reader: "tagged", step: "identity-policy", cause: "EPS-450", names: "tagged" },
    mend: "value lost",
    plant: async (scene) => {
      const lost = { SecretId: "tagged", ForceDeleteWithoutRecovery: true };
      await scene.pods.secretsManager.deleteSecret(lost);
      await scene.command(["up", "--refresh", "--yes"]);
      return again(scene, "tagged");
    },
  },
  {
    name: "no version has the label that is mounted",
    ...{ reader: "staged", step: "value", cause: "EPS-538", names: "no version STABLE" },
    mend: /Give the label to a version/,
    plant: async (scene) => {
      await labelled(scene, false);
      return () => labelled(scene, true);
    },
  },
  {
    name: "the parameter has no version of the number that is mounted",
    ...{ reader: "pinned", step: "value", cause: "EPS-568", names: "no version 2" },
    mend: /name a version or label that is there/,
    plant: async ({ pods: { ssm } }) => {
      const pinned = { Name: "/shop/pinned", Value: VALUE, Type: "SecureString" } as const;
      await ssm.deleteParameter({ Name: pinned.Name });
      await ssm.putParameter(pinned);
      return () => ssm.putParameter({ ...pinned, Overwrite: true });
    },
  },
  {
    name: "the value lacks a part",
    ...{ reader: "config", step: "parts", cause: "EPS-563", names: "password" },
    ...{ mend: "value lost", options: ["--read-parts"] },
    plant: (scene) => valued(scene, "config", '{"user":"shop","token":"swordfish"}'),
  },
  {
    name: "the value is no JSON",
    ...{ reader: "config", step: "parts", cause: "EPS-564", names: "password" },
    ...{ mend: "value lost", options: ["--read-parts"] },
    plant: (scene) => valued(scene, "config", "swordfish"),
  },
  {
    name: "the pods have the value from before a rotation",
    ...{ reader: "own", step: "file", cause: "EPS-611", names: "own", stays: true },
    mend: "commands",
    plant: (scene) => valued(scene, "own", VALUE),
  },
];
