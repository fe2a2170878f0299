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
  readSecret,
  sessionOfNewRole,
  strongPod,
  strongSession,
  tagsOfPod,
  trustInCaller,
} from "./moves";
import type { Clients } from "./scene";

/** The right role without the pod: its trust only lets EKS Pod Identity in. */
export const administratorAssumesRole = attempt(
  {
    name: "A's administrator assumes application-b's role",
    refusedBy: "the role's trust",
    refusedWith: ["AccessDenied"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { roleArn: RoleArn } = scene.applicationB;
    return () => scene.session(administrator, { RoleArn });
  },
);

/** `sts:AssumeRole` with `TagSession` lets the caller choose the session's tags. */
export const administratorForgesTags = attempt(
  {
    name: "A's administrator forges the pod's tags, too",
    refusedBy: "the role's trust",
    refusedWith: ["AccessDenied"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { roleArn: RoleArn } = scene.applicationB;
    const Tags = Object.entries(tagsOfPod(scene)).map(([Key, Value]) => ({ Key, Value }));
    return () => scene.session(administrator, { RoleArn, Tags });
  },
);

/** A pod with one reader's role tries to assume another's. */
export const podAssumesRole = attempt(
  {
    name: "application-a's role assumes application-b's role",
    refusedBy: "the role's trust",
    isBeyondDemo: true,
    refusedWith: ["AccessDenied"],
  },
  async (scene) => {
    const pod = await scene.pod(scene.applicationA.serviceAccount);
    const { roleArn: RoleArn } = scene.applicationB;
    return () => scene.session(pod, { RoleArn });
  },
);

/** A role's own tags also count as principal tags: attributes alone would let this role in. */
export const taggedRole = attempt(
  {
    name: "a role of A that is tagged like the pod",
    refusedBy: "the secret's policy",
    changes: true,
  },
  async (scene) => {
    const { path, prefix } = scene.made;
    const role = { name: `${prefix}tagged-as-pod`, path, tags: tagsOfPod(scene) };
    const session = await strongSession(scene, "reader", role);
    return () => readSecret(session, scene.secretB);
  },
);

/** Whatever an account allows its own role does not open another account's secret. */
export const thirdAccount = attempt(
  {
    name: "a third account's role, allowed all secrets",
    refusedBy: "the secret's policy",
    changes: true,
    needs: "a third account",
  },
  async (scene) => {
    const role = { name: `${scene.made.prefix}everything` };
    const session = await strongSession(scene, "third", role);
    return () => readSecret(session, scene.secretB);
  },
);

/** Once the trust is opened there is a session of the right role, but it does not carry the pod's tags. */
export const untaggedSession = attempt(
  {
    name: "A's administrator opens the trust of the role",
    refusedBy: "the secret's policy",
    changes: true,
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { role: RoleName, roleArn } = scene.applicationB;
    const trust = await trustInCaller(administrator);
    await administrator.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trust) }),
    );
    const session = await sessionOfNewRole(scene, administrator, roleArn);
    return () => readSecret(session, scene.secretB);
  },
);

/** The owner pins the role's whole ARN, which includes the path. */
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
