import type { Attempt } from "../scene/attempt";
import { readSecret } from "../scene/moves";
import { CLUSTER, CROSS_ROLE, READER_ACCOUNT, REGION } from "../scene/scene";

const RoleArn = `arn:aws:iam::${READER_ACCOUNT}:role/${CROSS_ROLE}`;

/** The right role without the pod: its trust lets nobody but EKS Pod Identity in. */
export const administratorAssumesRole: Attempt = {
  name: "A's administrator assumes application-b's role",
  changes: false,
  refusedWith: ["AccessDenied"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    return readSecret(await scene.session(administrator, { RoleArn }), scene.secretB);
  },
};

/** `sts:AssumeRole` with `TagSession` lets the caller choose the session's tags. */
export const administratorForgesTags: Attempt = {
  name: "A's administrator forges the pod's tags, too",
  changes: false,
  refusedWith: ["AccessDenied"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    const Tags = [
      {
        Key: "eks-cluster-arn",
        Value: `arn:aws:eks:${REGION}:${READER_ACCOUNT}:cluster/${CLUSTER}`,
      },
      { Key: "eks-cluster-name", Value: CLUSTER },
      { Key: "kubernetes-namespace", Value: "default" },
      { Key: "kubernetes-service-account", Value: "serviceaccount-b" },
    ];
    return readSecret(await scene.session(administrator, { RoleArn, Tags }), scene.secretB);
  },
};
