import type { Attempt } from "../attempt";
import { readSecret } from "../moves";
import { CLUSTER, CROSS_ROLE, READER_ACCOUNT, REGION } from "../scene";

const RoleArn = `arn:aws:iam::${READER_ACCOUNT}:role/${CROSS_ROLE}`;

/** The right role without the pod: its trust lets nobody but EKS Pod Identity in. */
export const administratorAssumesRole: Attempt = {
  name: "an administrator of account A assumes the role, without tags",
  changes: false,
  refusedWith: ["AccessDenied"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    return readSecret(await scene.session(administrator, { RoleArn }), scene.secretB);
  },
};

/** `sts:AssumeRole` with `TagSession` lets the caller choose the session's tags. */
export const administratorForgesTags: Attempt = {
  name: "an administrator of account A assumes the role, with the pod's tags forged",
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
