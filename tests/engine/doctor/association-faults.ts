import type { Fault } from "./fault";
import { associated, readerOf, reassociated, roleDeleted, trusting } from "./planting";
import { document } from "./scene";

/** Faults of the association. */
export const ASSOCIATION_FAULTS: readonly Fault[] = [
  {
    name: "it is deleted",
    ...{ reader: "orders", step: "association", cause: "EPS-356", names: "shop/orders" },
    mend: "commands",
    plant: (scene) => associated(scene, "orders", () => undefined),
  },
  {
    name: "it is in another cluster",
    ...{ reader: "own", step: "association", cause: "EPS-356", names: "shop/own" },
    mend: "commands",
    plant: async (scene) => {
      const roleArn = "arn:aws:iam::111111111111:role/shop-cluster";
      const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
      await scene.pods.eks.createCluster({ name: "lab", roleArn, resourcesVpcConfig });
      const undo = await associated(scene, "own", (own) => ({ ...own, clusterName: "lab" }));
      return async () => {
        await undo();
        await scene.pods.eks.deleteCluster({ name: "lab" });
      };
    },
  },
  {
    name: "it is in another namespace",
    ...{ reader: "own", step: "association", cause: "EPS-356", names: "shop/own" },
    mend: "commands",
    plant: (scene) => associated(scene, "own", (own) => ({ ...own, namespace: "default" })),
  },
  {
    name: "somebody has changed its role",
    ...{
      reader: "own",
      step: "association",
      cause: "EPS-301",
      names: /shop-shop-bounded-.* not .*shop-shop-own-/,
    },
    mend: "commands",
    plant: (scene) => reassociated(scene, "own", { roleArn: readerOf(scene, "bounded").role.arn }),
  },
  {
    name: "somebody has made it with another role",
    ...{
      reader: "own",
      step: "association",
      cause: "EPS-301",
      names: /shop-shop-bounded-.* not .*shop-shop-own-/,
    },
    mend: "commands",
    plant: (scene) =>
      associated(scene, "own", (own) => ({ ...own, roleArn: readerOf(scene, "bounded").role.arn })),
  },
  {
    name: "it sends no session tags",
    ...{ reader: "orders", step: "association", cause: "EPS-303", names: "without tags" },
    mend: "commands",
    plant: (scene) => reassociated(scene, "orders", { disableSessionTags: true }),
  },
  {
    name: "it has no target role",
    ...{ reader: "ledger", step: "association", cause: "EPS-302", names: "target role none" },
    mend: "commands",
    plant: (scene) => reassociated(scene, "ledger", { targetRoleArn: "" }),
  },
  {
    name: "a session policy limits it",
    ...{ reader: "own", step: "association", cause: /EPS-30[34]/, names: /tags|policy/ },
    mend: "commands",
    plant: (scene) => {
      const policy = document({ Effect: "Allow", Action: "s3:*", Resource: "*" });
      return reassociated(scene, "own", { disableSessionTags: true, policy });
    },
  },
];

/** Faults of trust policies. */
export const TRUST_FAULTS: readonly Fault[] = [
  {
    name: "it does not allow sts:TagSession",
    ...{ reader: "own", step: "trust", cause: "EPS-359", names: "sts:TagSession" },
    mend: "commands",
    plant: (scene) => trusting(scene, "own", (text) => text.replace(/,?\s*"sts:TagSession"/, "")),
  },
  {
    name: "it trusts another service",
    ...{ reader: "orders", step: "trust", cause: "EPS-358", names: "shop-shop-orders-" },
    mend: "commands",
    plant: (scene) =>
      trusting(scene, "orders", (text) =>
        text.replace("pods.eks.amazonaws.com", "ec2.amazonaws.com"),
      ),
  },
  {
    name: "its condition names another namespace",
    ...{ reader: "sealed", step: "trust", cause: "EPS-360", names: "shop-shop-sealed-" },
    mend: "commands",
    plant: (scene) =>
      trusting(scene, "sealed", (text) =>
        text.replace(/("aws:RequestTag\/kubernetes-namespace":\s*)"shop"/, '$1"shopp"'),
      ),
  },
  {
    name: "it denies",
    ...{ reader: "own", step: "trust", cause: "EPS-306", names: "denies" },
    mend: "commands",
    plant: (scene) =>
      trusting(scene, "own", (text) => {
        const denies = { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" };
        return document(...JSON.parse(text).Statement, denies);
      }),
  },
  {
    name: "the target role trusts another service account",
    ...{ reader: "ledger", step: "trust", cause: "EPS-380", names: "ledger" },
    mend: "commands",
    plant: (scene) =>
      trusting(
        scene,
        "ledger",
        (text) =>
          text.replace(/("aws:RequestTag\/kubernetes-service-account":\s*)"ledger"/, '$1"orders"'),
        true,
      ),
  },
  {
    name: "the role is deleted",
    ...{ reader: "own", step: "trust", cause: "EPS-330", names: "shop-shop-own-" },
    mend: "commands",
    plant: (scene) => roleDeleted(scene, "own"),
  },
];
