import { attempt } from "./attempt";
import { associate } from "./moves";

/** No association names the other namespace, so there is nothing to assume. Its token needs a pod there: a change. */
export const otherNamespace = attempt(
  {
    name: "another namespace's pod reads secret-b",
    refusedBy: "no association",
    changes: true,
    refusedWith: ["ResourceNotFoundException"],
  },
  async (scene) => {
    const { applicationB, otherNamespace: namespace } = scene;
    const token = await scene.token(applicationB.serviceAccount, { namespace });
    return () => token.exchange();
  },
);

/** An administrator of the reader's account makes that association; the role's trust pins the namespace. */
export const associatedNamespace = attempt(
  {
    name: "the same, given the role by A's administrator",
    refusedBy: "the role's trust",
    changes: true,
    refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { applicationB, cluster, otherNamespace: namespace } = scene;
    const { roleArn, serviceAccount } = applicationB;
    // By its own pods' token the same call goes through, so that a refusal is none of whoever calls.
    await scene.pod(serviceAccount);
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    const token = await scene.token(serviceAccount, { namespace });
    return () => token.exchange();
  },
);
