import { attempt } from "./attempt";
import { associate } from "./moves";

/** A second cluster of the same account borrows the role; its trust pins the first one's ARN. */
export const otherCluster = attempt(
  {
    name: "another cluster of A gives its pod the role",
    refusedBy: "the role's trust",
    changes: true,
    needs: "a second cluster in the readers' account",
    refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { applicationB, namespace } = scene;
    const { roleArn, serviceAccount } = applicationB;
    const cluster = await scene.secondCluster();
    await associate(administrator, scene, { cluster, namespace, serviceAccount, roleArn });
    const token = await scene.token(serviceAccount, { cluster });
    return () => token.exchange();
  },
);
