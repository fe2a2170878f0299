import type { Attempt } from "./attempt";
import { associate, createCluster, createStrongRole, readSecret, trustInPods } from "./moves";

/** Another account gives its cluster, namespace, service account and role the very same names. */
export const sameNamesInOtherAccount: Attempt = {
  name: "a third account uses all the same names",
  changes: true,
  needs: "a third account",
  refusedWith: ["AccessDeniedException"],
  prepare: async (scene) => {
    const administrator = await scene.administrator("third");
    const { applicationB, cluster, namespace, secretB } = scene;
    const { role: name, serviceAccount } = applicationB;
    await createCluster(administrator, scene, cluster.name);
    const trust = trustInPods();
    const roleArn = await createStrongRole(administrator, scene, { name, trust });
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    const pod = await scene.pod(serviceAccount, { part: "third" });
    return () => readSecret(pod, secretB);
  },
};
