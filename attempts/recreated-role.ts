import {
  DeletePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { attempt } from "./attempt";
import { readSecret, strongPod } from "./moves";
import type { Clients } from "./scene";

/** The owner pins the role's whole ARN, and a path is part of it. */
export const recreatedRole = attempt(
  {
    name: "application-b's role, made anew with a path",
    refusedBy: "the secret's policy",
    changes: true,
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { applicationB, cluster, made, namespace, secretB } = scene;
    const { role: name, serviceAccount } = applicationB;
    const pods = { clusterName: cluster.name, namespace, serviceAccount };
    await removeAssociations(administrator, pods);
    await removeRole(administrator, name);
    const pod = await strongPod(scene, "reader", made.path);
    return () => readSecret(pod, secretB);
  },
);

async function removeAssociations(
  { eks }: Clients,
  pods: { clusterName: string; namespace: string; serviceAccount: string },
): Promise<void> {
  const { associations = [] } = await eks.send(new ListPodIdentityAssociationsCommand(pods));
  for (const { associationId } of associations) {
    const { clusterName } = pods;
    await eks.send(new DeletePodIdentityAssociationCommand({ clusterName, associationId }));
  }
}

async function removeRole({ iam }: Clients, RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
