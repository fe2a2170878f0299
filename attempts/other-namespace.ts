import type { Attempt } from "./attempt";
import { associate, readSecret } from "./moves";

/** No association names the other namespace, so there is nothing to assume. Its token needs a pod there: a change. */
export const otherNamespace: Attempt = {
  name: "another namespace's pod reads secret-b",
  changes: true,
  refusedWith: ["ResourceNotFoundException"],
  run: async (scene) => {
    const { applicationB, otherNamespace: namespace, secretB } = scene;
    return readSecret(await scene.pod(applicationB.serviceAccount, { namespace }), secretB);
  },
};

/** An administrator of the reader's account makes that association; the role's trust pins the namespace. */
export const associatedNamespace: Attempt = {
  name: "the same, given the role by A's administrator",
  changes: true,
  refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  run: async (scene) => {
    const administrator = await scene.administrator("reader");
    const { applicationB, cluster, otherNamespace: namespace, secretB } = scene;
    const { roleArn, serviceAccount } = applicationB;
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    return readSecret(await scene.pod(serviceAccount, { namespace }), secretB);
  },
};
