import type { Attempt } from "./attempt";
import {
  associate,
  createStrongRole,
  onceAllowed,
  onceServicesAllowed,
  readSecret,
  trustInPods,
} from "./moves";

/** Another account gives its cluster, namespace, service account and role the very same names. */
export const sameNamesInOtherAccount: Attempt = {
  name: "a third account uses all the same names",
  changes: true,
  needs: "a cluster of the same name in a third account",
  refusedWith: ["AccessDeniedException"],
  prepare: async (scene) => {
    const administrator = await scene.administrator("third");
    const { applicationB, cluster, namespace, secretB } = scene;
    const { role: name, serviceAccount } = applicationB;
    await scene.haveNamesake();
    const trust = trustInPods();
    const roleArn = await createStrongRole(administrator, scene, { name, trust });
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    const pod = await onceAllowed(() => scene.pod(serviceAccount, { part: "third" }));
    await onceServicesAllowed(pod);
    return () => readSecret(pod, secretB);
  },
};
