import type { Attempt } from "../scene/attempt";
import { associate, readSecret } from "../scene/moves";
import { CLUSTER, CROSS_ROLE, READER_ACCOUNT } from "../scene/scene";

/** No association names the other namespace, so there is nothing to assume. Its token needs a pod there: a change. */
export const otherNamespace: Attempt = {
  name: "another namespace's pod reads secret-b",
  changes: true,
  refusedWith: ["ResourceNotFoundException"],
  run: async (scene) =>
    readSecret(await scene.pod("serviceaccount-b", { namespace: "other" }), scene.secretB),
};

/** An administrator of the reader's account makes that association; the role's trust pins the namespace. */
export const associatedNamespace: Attempt = {
  name: "the same, given the role by A's administrator",
  changes: true,
  refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    await associate(administrator, {
      cluster: CLUSTER,
      namespace: "other",
      serviceAccount: "serviceaccount-b",
      roleArn: `arn:aws:iam::${READER_ACCOUNT}:role/${CROSS_ROLE}`,
    });
    const pod = await scene.pod("serviceaccount-b", { namespace: "other" });
    return readSecret(pod, scene.secretB);
  },
};
