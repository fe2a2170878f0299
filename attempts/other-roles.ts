import {
  DeletePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { attempt } from "./attempt";
import {
  applicationA,
  readersAdministrator,
  readSecretB,
  sessionOfNewRole,
  strongPod,
  strongSession,
  tagsOfPod,
  trustInCaller,
} from "./moves";
import type { Clients, Scene } from "./scene";

/** The right role without the pod: its trust only lets EKS Pod Identity in. */
export const administratorAssumesRole = attempt({
  name: "A's administrator assumes application-b's role",
  refusedBy: "the role's trust",
  refusedWith: ["AccessDenied"],
  by: readersAdministrator,
  call: assumeRole,
});

/** `sts:AssumeRole` with `TagSession` lets the caller choose the session's tags. */
export const administratorForgesTags = attempt({
  name: "A's administrator forges the pod's tags, too",
  refusedBy: "the role's trust",
  refusedWith: ["AccessDenied"],
  by: readersAdministrator,
  call(administrator, scene) {
    const { roleArn: RoleArn } = scene.applicationB;
    const Tags = Object.entries(tagsOfPod(scene)).map(([Key, Value]) => ({ Key, Value }));
    return scene.session(administrator, { RoleArn, Tags });
  },
});

/** A pod with one reader's role tries to assume another's. */
export const podAssumesRole = attempt({
  name: "application-a's role assumes application-b's role",
  refusedBy: "the role's trust",
  isBeyondDemo: true,
  refusedWith: ["AccessDenied"],
  by: applicationA,
  call: assumeRole,
});

function assumeRole(by: Clients, { applicationB, session }: Scene): Promise<unknown> {
  return session(by, { RoleArn: applicationB.roleArn });
}

/** A role's own tags also count as principal tags: attributes alone would let this role in. */
export const taggedRole = attempt({
  name: "a role of A that is tagged like the pod",
  refusedBy: "the secret's policy",
  changes: true,
  by(scene) {
    const { path, prefix } = scene.made;
    const role = { name: `${prefix}tagged-as-pod`, path, tags: tagsOfPod(scene) };
    return strongSession(scene, "reader", role);
  },
  call: readSecretB,
});

/** Whatever an account allows its own role does not open another account's secret. */
export const thirdAccount = attempt({
  name: "a third account's role, allowed all secrets",
  refusedBy: "the secret's policy",
  changes: true,
  needs: "a third account",
  by: (scene) => strongSession(scene, "third", { name: `${scene.made.prefix}everything` }),
  call: readSecretB,
});

/** Once the trust is opened there is a session of the right role, but it does not carry the pod's tags. */
export const untaggedSession = attempt({
  name: "A's administrator opens the trust of the role",
  refusedBy: "the secret's policy",
  changes: true,
  async by(scene) {
    const administrator = await readersAdministrator(scene);
    const { role: RoleName, roleArn } = scene.applicationB;
    const trust = await trustInCaller(administrator);
    await administrator.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trust) }),
    );
    return sessionOfNewRole(scene, administrator, roleArn);
  },
  call: readSecretB,
});

/** The owner pins the role's whole ARN, which includes the path. */
export const recreatedRole = attempt({
  name: "application-b's role, made anew with a path",
  refusedBy: "the secret's policy",
  changes: true,
  async by(scene) {
    const administrator = await readersAdministrator(scene);
    const { applicationB, cluster, made, namespace } = scene;
    const { role: name, serviceAccount } = applicationB;
    const pods = { clusterName: cluster.name, namespace, serviceAccount };
    await removeAssociations(administrator, pods);
    await removeRole(administrator, name);
    return strongPod(scene, "reader", made.path);
  },
  call: readSecretB,
});

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
