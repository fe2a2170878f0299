import { strictEqual } from "node:assert";
import { done } from "../../outcomes";
import { writeInventory } from "../harness";
import type { Undo } from "./fault";
import { INVENTORY, VALUE } from "./inventory";
import { keyOf, PODS, patched, podMade, podsPatched, readerOf, secretPolicy } from "./planting";
import { doctorScene, document, type Scene } from "./scene";
import { TOOL } from "./tool";

const OWN = "/apis/apps/v1/namespaces/shop/deployments/own";
const CSI_DRIVER = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";
const AGENT = "/apis/apps/v1/namespaces/kube-system/daemonsets/eks-pod-identity-agent";
const NOWHERE = { nodeSelector: { disk: "fast" } };

/** A pod of reader `own` without a Deployment. */
const pod = (scene: Scene, name: string, spec?: object, metadata?: object) =>
  podMade(scene, name, "own", spec, metadata);

const BARE = { containers: [{ name: "main", image: "nginx" }], volumes: [] };

interface Healthy {
  name: string;
  /** Defaults to `own`. */
  reader?: string;
  plant(scene: Scene): Promise<Undo>;
}

const nothing: Healthy["plant"] = async () => async () => undefined;

const HEALTHY: readonly Healthy[] = [
  ...["config", "tagged", "orders", "ledger", "sealed", "limits", "bounded"].map((reader) => ({
    ...{ name: `reader ${reader} as it was deployed`, reader },
    plant: nothing,
  })),
  {
    name: "a pod and a service account of another tool",
    ...{ reader: "tool", plant: nothing },
  },
  {
    name: "a rollout under way, whose new pod has no node yet",
    plant: (scene) => podsPatched(scene, OWN, NOWHERE),
  },
  {
    name: "a rollout of another tool under way",
    reader: "tool",
    plant: (scene) => podsPatched(scene, TOOL, NOWHERE),
  },
  { name: "a pod that has just begun", plant: (scene) => pod(scene, "begun", NOWHERE) },
  {
    name: "a pod that has ended",
    plant: async (scene) => {
      const undo = await pod(scene, "ended");
      const ended = { status: { phase: "Succeeded" } };
      await scene.k8s("PATCH", `${PODS}/ended/status`, ended, "application/merge-patch+json");
      return undo;
    },
  },
  {
    name: "a pod that was evicted",
    plant: async (scene) => {
      const undo = await pod(scene, "evicted", NOWHERE);
      const ended = { status: { phase: "Failed", reason: "Evicted" } };
      await scene.k8s("PATCH", `${PODS}/evicted/status`, ended, "application/merge-patch+json");
      return undo;
    },
  },
  {
    name: "the pod of a job",
    plant: (scene) => {
      const owner = { apiVersion: "batch/v1", kind: "Job", name: "nightly", uid: "1" };
      return pod(scene, "nightly-1", {}, { ownerReferences: [owner] });
    },
  },
  {
    name: "a pod for debugging, which mounts nothing",
    plant: (scene) => pod(scene, "debug", BARE),
  },
  {
    name: "another service account's pod, which cannot start",
    plant: (scene) =>
      pod(scene, "stranger", { ...BARE, ...NOWHERE, serviceAccountName: "default" }),
  },
  {
    name: "two replicas",
    plant: (scene) => patched(scene, OWN, { spec: { replicas: 2 } }),
  },
  {
    name: "a service account with a role of IRSA besides",
    plant: (scene) =>
      patched(scene, "/api/v1/namespaces/shop/serviceaccounts/own", {
        metadata: {
          annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/former" },
        },
      }),
  },
  {
    name: "an agent that is not on a node without pods of the reader",
    plant: async (scene) => {
      const { items } = await scene.k8s("GET", PODS);
      const name = items[0].spec.nodeName;
      return podsPatched(scene, AGENT, { nodeSelector: { "kubernetes.io/hostname": name } });
    },
  },
  {
    name: "a driver that asks for more tokens",
    plant: async (scene) => {
      const { tokenRequests } = (await scene.k8s("GET", CSI_DRIVER)).spec;
      const more = { tokenRequests: [...tokenRequests, { audience: "vault" }] };
      return patched(scene, CSI_DRIVER, { spec: more });
    },
  },
  {
    name: "a class with labels and annotations of others",
    plant: (scene) =>
      patched(
        scene,
        "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/shop/secretproviderclasses/own",
        {
          metadata: { labels: { team: "shop" }, annotations: { note: "by hand" } },
        },
      ),
  },
  {
    name: "an association of another service account beside it",
    plant: async (scene) => {
      const { eks } = scene.pods;
      const { association } = await eks.createPodIdentityAssociation({
        ...{ clusterName: "shop", namespace: "shop", serviceAccount: "default" },
        roleArn: readerOf(scene, "own").role.arn,
      });
      const associationId = association?.associationId;
      return () => eks.deletePodIdentityAssociation({ clusterName: "shop", associationId });
    },
  },
  {
    name: "a role that may more, and is denied what it does not ask for",
    plant: async (scene) => {
      const { iam } = scene.pods;
      const named = { RoleName: readerOf(scene, "own").role.name, PolicyName: "more" };
      const statements = [
        { Effect: "Allow", Action: "s3:*", Resource: "*" },
        { Effect: "Deny", Action: "secretsmanager:PutSecretValue", Resource: "*" },
      ];
      await iam.putRolePolicy({ ...named, PolicyDocument: document(...statements) });
      return () => iam.deleteRolePolicy(named);
    },
  },
  {
    name: "a secret that is read by others too, and that nobody may delete",
    reader: "orders",
    plant: (scene) =>
      secretPolicy(scene, "orders", (statements) => [
        ...statements,
        {
          ...{ Effect: "Deny", Principal: { AWS: "arn:aws:iam::222222222222:root" } },
          ...{ Action: "secretsmanager:DeleteSecret", Resource: "*" },
        },
      ]),
  },
  {
    name: "a rotation after which the pods were replaced, and a key that rotates",
    reader: "orders",
    plant: async (scene) => {
      await scene.owner.kms.enableKeyRotation({ KeyId: await keyOf(scene, "orders") });
      await scene.owner.secretsManager.putSecretValue({ SecretId: "orders", SecretString: VALUE });
      await scene.restart("orders");
      return nothing(scene);
    },
  },
  {
    name: "a version that is still pending",
    plant: async (scene) => {
      const pending = { SecretString: "next", VersionStages: ["AWSPENDING"] };
      await scene.pods.secretsManager.putSecretValue({ SecretId: "own", ...pending });
      return nothing(scene);
    },
  },
  {
    name: "a change of mode, after which the pods are the same",
    reader: "config",
    plant: async (scene) => {
      const { data } = scene;
      const line = "config: { namespace: shop,";
      writeInventory(data, INVENTORY.replace(line, `${line} mode: targetRole,`));
      await scene.stacks(["up"]);
      return async () => {
        writeInventory(data, INVENTORY);
        await scene.stacks(["up"]);
      };
    },
  },
];

describe("doctor, of what is right", () => {
  const scene = doctorScene();

  for (const { name, plant, reader = "own" } of HEALTHY) {
    it(`finds nothing wrong: ${name}`, async () => {
      const undo = await plant(scene);
      try {
        const { reader: found } = await scene.doctor(reader);
        strictEqual(found.result, "right", JSON.stringify(found, null, 1));
      } finally {
        await undo();
        await scene.control.remount("own");
      }
    });
  }

  it("has 20 of them at least, and says of all readers that all is right", async () => {
    strictEqual(HEALTHY.length >= 20, true);
    await done(scene.command(["doctor"]));
  });
});
