import type { Attempt } from "../scene/attempt";
import { createAllPowerfulRole, readSecret, trustInAccount } from "../scene/moves";
import { CLUSTER, READER_ACCOUNT, REGION } from "../scene/scene";

/** A role's own tags count as principal tags too: attributes alone would let this one in. */
export const taggedRole: Attempt = {
  name: "a role of A that is tagged like the pod",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    const RoleArn = await createAllPowerfulRole(administrator, {
      name: "tagged-as-pod",
      trust: trustInAccount(READER_ACCOUNT),
      tags: {
        "eks-cluster-arn": `arn:aws:eks:${REGION}:${READER_ACCOUNT}:cluster/${CLUSTER}`,
        "eks-cluster-name": CLUSTER,
        "kubernetes-namespace": "default",
        "kubernetes-service-account": "serviceaccount-b",
      },
    });
    return readSecret(await scene.session(administrator, { RoleArn }), scene.secretB);
  },
};
