import type { Attempt } from "../scene/attempt";
import {
  associate,
  createAllPowerfulRole,
  createCluster,
  readSecret,
  trustInPods,
} from "../scene/moves";
import { CLUSTER, CROSS_ROLE, THIRD_ACCOUNT } from "../scene/scene";

/** Another account gives its cluster, namespace, service account and role the very same names. */
export const sameNamesInOtherAccount: Attempt = {
  name: "a third account uses all the same names",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator(THIRD_ACCOUNT);
    await createCluster(administrator, CLUSTER);
    const roleArn = await createAllPowerfulRole(administrator, {
      name: CROSS_ROLE,
      trust: trustInPods(),
    });
    const serviceAccount = "serviceaccount-b";
    await associate(administrator, { cluster: CLUSTER, serviceAccount, roleArn });
    const pod = await scene.pod(serviceAccount, { account: THIRD_ACCOUNT });
    return readSecret(pod, scene.secretB);
  },
};
