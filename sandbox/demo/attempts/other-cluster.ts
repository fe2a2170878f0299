import type { Attempt } from "../scene/attempt";
import { associate, createCluster, readSecret } from "../scene/moves";
import { CROSS_ROLE, READER_ACCOUNT } from "../scene/scene";

/** A second cluster of the same account borrows the role; its trust pins the first one's ARN. */
export const otherCluster: Attempt = {
  name: "another cluster of A gives its pod the role",
  changes: true,
  refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    const cluster = "other-cluster";
    await createCluster(administrator, cluster);
    const serviceAccount = "serviceaccount-b";
    const roleArn = `arn:aws:iam::${READER_ACCOUNT}:role/${CROSS_ROLE}`;
    await associate(administrator, { cluster, serviceAccount, roleArn });
    return readSecret(await scene.pod(serviceAccount, { cluster }), scene.secretB);
  },
};
