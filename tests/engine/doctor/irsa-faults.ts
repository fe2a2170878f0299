import type { Fault, Undo } from "./fault";
import {
  associated,
  patched,
  podMade,
  readerOf,
  roleDeleted,
  secretPolicy,
  trusting,
} from "./planting";
import type { Scene } from "./scene";

const ACCOUNTS = "/api/v1/namespaces/shop/serviceaccounts";
const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/shop/secretproviderclasses";
const CSI_DRIVER = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";

const annotated = (scene: Scene, reader: string, role: string | null): Promise<Undo> =>
  patched(scene, `${ACCOUNTS}/${reader}`, {
    metadata: { annotations: { "eks.amazonaws.com/role-arn": role } },
  });

/** The OIDC provider of the cluster. */
export async function providerOf({ pods }: Scene) {
  const { cluster } = await pods.eks.describeCluster({ name: "shop" });
  const Url = cluster?.identity?.oidc?.issuer ?? "";
  const arn = `arn:aws:iam::111111111111:oidc-provider/${Url.slice("https://".length)}`;
  return { Url, OpenIDConnectProviderArn: arn };
}

const PODS_OF_OWN = { clusterName: "shop", namespace: "shop", serviceAccount: "own" };

/** A pod without volumes. It mounts nothing, because its own program reads. */
export const BARE = { containers: [{ name: "main", image: "nginx" }], volumes: [] };

/** Associates a reader's service account with the role of another reader. */
export async function associatedAs(scene: Scene, reader: string, other: string): Promise<Undo> {
  const { eks } = scene.pods;
  const { association } = await eks.createPodIdentityAssociation({
    ...{ ...PODS_OF_OWN, serviceAccount: reader },
    roleArn: readerOf(scene, other).role.arn,
  });
  const associationId = association?.associationId;
  return () => eks.deletePodIdentityAssociation({ clusterName: "shop", associationId });
}

/** Faults of a reader with IAM roles for service accounts. */
export const IRSA_FAULTS: readonly Fault[] = [
  {
    name: "the annotation is gone",
    ...{ reader: "own", step: "service-account", cause: "EPS-384", names: "shop/own" },
    mend: "commands",
    plant: (scene) => annotated(scene, "own", null),
  },
  {
    name: "the annotation names another reader's role",
    ...{
      reader: "orders",
      step: "service-account",
      cause: "EPS-326",
      names: /-own-.*not .*-orders-/,
    },
    mend: "commands",
    plant: (scene) => annotated(scene, "orders", readerOf(scene, "own").role.arn),
  },
  {
    name: "the annotation is no ARN",
    ...{ reader: "own", step: "service-account", cause: "EPS-392", names: "shop/own" },
    mend: "commands",
    plant: (scene) => annotated(scene, "own", "the-role-of-own"),
  },
  {
    name: "the driver asks for no token for STS",
    ...{ reader: "orders", step: "audiences", cause: "EPS-385", names: "sts.amazonaws.com" },
    mend: "commands",
    plant: (scene) =>
      patched(scene, CSI_DRIVER, {
        spec: { tokenRequests: [{ audience: "pods.eks.amazonaws.com" }] },
      }),
  },
  {
    name: "the class asks for Pod Identity",
    ...{ reader: "own", step: "provider-class", cause: "EPS-327", names: "shop/own" },
    mend: "commands",
    plant: (scene) =>
      patched(scene, `${CLASSES}/own`, { spec: { parameters: { usePodIdentity: "true" } } }),
  },
  {
    name: "IAM has no OIDC provider for the cluster's issuer",
    ...{ reader: "own", step: "trust", cause: "EPS-369", names: ":oidc-provider/oidc.eks." },
    mend: "commands",
    plant: async (scene) => {
      const { OpenIDConnectProviderArn, Url } = await providerOf(scene);
      const { iam } = scene.pods;
      await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
      return () => iam.createOpenIDConnectProvider({ Url, ClientIDList: ["sts.amazonaws.com"] });
    },
  },
  {
    name: "the OIDC provider has another audience",
    ...{ reader: "sealed", step: "trust", cause: "EPS-386", names: "lacks sts.amazonaws.com" },
    mend: "commands",
    plant: async (scene) => {
      const { OpenIDConnectProviderArn } = await providerOf(scene);
      const { iam } = scene.pods;
      const ClientID = "sts.amazonaws.com";
      await iam.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
      return () => iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
    },
  },
  {
    name: "the trust names another service account",
    ...{ reader: "own", step: "trust", cause: "EPS-365", names: "shop-shop-own-" },
    mend: "commands",
    plant: (scene) => trusting(scene, "own", (text) => text.replace("shop:own", "shop:owns")),
  },
  {
    name: "the trust names the issuer of another cluster",
    ...{ reader: "orders", step: "trust", cause: "EPS-366", names: "shop-shop-orders-" },
    mend: "commands",
    plant: (scene) =>
      trusting(scene, "orders", (text) => text.replace(/\/id\/[0-9A-F]{32}/g, "/id/0000")),
  },
  {
    name: "the role is deleted",
    ...{ reader: "own", step: "trust", cause: "EPS-330", names: "shop-shop-own-" },
    mend: "commands",
    plant: (scene) => roleDeleted(scene, "own"),
  },
  {
    name: "the owner's policy lets nobody in",
    ...{ reader: "sealed", step: "resource-policy", cause: /EPS-45[18]/, names: "sealed" },
    mend: "commands",
    plant: (scene) => secretPolicy(scene, "sealed", () => undefined),
  },
  {
    name: "an association of another role, for a pod whose own program reads",
    ...{ reader: "own", step: "association", cause: "EPS-301", names: "-both-" },
    ...{ mend: "commands", stays: true },
    plant: async (scene) => {
      const undo = [
        await associatedAs(scene, "own", "both"),
        await podMade(scene, "asks", "own", BARE),
      ];
      return () => Promise.all(undo.map((each) => each()));
    },
    isMended: async ({ pods: { eks } }) => {
      const { associations } = await eks.listPodIdentityAssociations(PODS_OF_OWN);
      return associations?.length === 0;
    },
  },
  {
    name: "a reader with both has no association",
    ...{ reader: "both", step: "association", cause: "EPS-356", names: "shop/both" },
    mend: "commands",
    plant: (scene) => associated(scene, "both", () => undefined),
  },
];
