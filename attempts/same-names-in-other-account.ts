import type { Attempt } from "./attempt";
import { associate, createAllPowerfulRole, createCluster, readSecret, trustInPods } from "./moves";

/** Another account gives its cluster, namespace, service account and role the very same names. */
export const sameNamesInOtherAccount: Attempt = {
  name: "a third account uses all the same names",
  changes: true,
  needs: "a third account",
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator("third");
    const { applicationB, cluster, namespace, secretB } = scene;
    const { role: name, serviceAccount } = applicationB;
    await createCluster(administrator, scene, cluster.name);
    const trust = trustInPods();
    const roleArn = await createAllPowerfulRole(administrator, scene, { name, trust });
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    return readSecret(await scene.pod(serviceAccount, { part: "third" }), secretB);
  },
};
