import {
  DeletePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import type { Attempt } from "../scene/attempt";
import { associate, createAllPowerfulRole, readSecret, trustInPods } from "../scene/moves";
import { CLUSTER, type Clients, CROSS_ROLE, READER_ACCOUNT } from "../scene/scene";

/** The owner pins the role's whole ARN, and a path is part of it. */
export const recreatedRole: Attempt = {
  name: "application-b's role, made anew with a path",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator(READER_ACCOUNT);
    const serviceAccount = "serviceaccount-b";
    await removeAssociations(administrator, serviceAccount);
    await removeRole(administrator, CROSS_ROLE);
    const roleArn = await createAllPowerfulRole(administrator, {
      name: CROSS_ROLE,
      path: "/other/",
      trust: trustInPods(),
    });
    await associate(administrator, { cluster: CLUSTER, serviceAccount, roleArn });
    return readSecret(await scene.pod(serviceAccount), scene.secretB);
  },
};

async function removeAssociations({ eks }: Clients, serviceAccount: string): Promise<void> {
  const { associations = [] } = await eks.send(
    new ListPodIdentityAssociationsCommand({ clusterName: CLUSTER, serviceAccount }),
  );
  for (const { associationId } of associations) {
    await eks.send(
      new DeletePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId }),
    );
  }
}

async function removeRole({ iam }: Clients, RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
