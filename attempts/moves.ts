import { setTimeout as sleep } from "node:timers/promises";
import { CreatePodIdentityAssociationCommand } from "@aws-sdk/client-eks";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetSecretValueCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { answerOf } from "./attempt";
import type { Clients, Part, Scene } from "./scene";

/** What attempts allow a role: all that an identity policy can say of secrets, keys and parameters, and nothing else. */
export const SERVICES = ["secretsmanager:*", "kms:*", "ssm:*"];

/** Name of the policy by which a role is allowed that. */
export const SERVICES_POLICY = "eks-pod-secrets-attempt";

/** How long IAM may take to spread a change, and between two looks. In milliseconds. */
const SPREADING = { patience: 120_000, pace: 3_000 };

/** Reads a secret's current value. */
export function readSecret(by: Clients, secret: string): Promise<unknown> {
  return by.secretsManager.send(new GetSecretValueCommand({ SecretId: secret }));
}

/** A pod of application-b. */
export function applicationB(scene: Scene): Promise<Clients> {
  return scene.pod(scene.applicationB.serviceAccount);
}

/** A session of a role of an account that its administrator makes, once it is allowed all of `SERVICES`. */
export async function strongSession(
  scene: Scene,
  part: Part,
  role: { name: string; path?: string; tags?: Record<string, string> },
): Promise<Clients> {
  const administrator = await scene.administrator(part);
  const trust = await trustInCaller(administrator);
  const roleArn = await createStrongRole(administrator, scene, { ...role, trust });
  const session = await sessionOfNewRole(scene, administrator, roleArn);
  await onceServicesAllowed(session);
  return session;
}

/** A pod of application-b's service account, by an association of an account with a role of the same name that is allowed all of `SERVICES`. */
export async function strongPod(scene: Scene, part: Part, path?: string): Promise<Clients> {
  const administrator = await scene.administrator(part);
  const { applicationB, cluster, namespace } = scene;
  const { role: name, serviceAccount } = applicationB;
  const trust = trustInPods();
  const roleArn = await createStrongRole(administrator, scene, { name, path, trust });
  const place = { cluster: cluster.name, namespace, serviceAccount };
  await associate(administrator, scene, { ...place, roleArn });
  const pod = await onceAllowed(() => scene.pod(serviceAccount, { part }));
  await onceServicesAllowed(pod);
  return pod;
}

/** Waits until an identity may do what its new policy allows: a refusal after that is none of before. */
export async function onceServicesAllowed(by: Clients): Promise<void> {
  await onceAllowed(() => by.secretsManager.send(new ListSecretsCommand({ MaxResults: 1 })));
}

/** Clients of a session of a role that has just been made, or whose trust has just been opened. */
export function sessionOfNewRole(scene: Scene, by: Clients, RoleArn: string): Promise<Clients> {
  return onceAllowed(() => scene.session(by, { RoleArn }));
}

/** What is allowed, once IAM has spread that it is. */
async function onceAllowed<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + SPREADING.patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!/^(AccessDenied|InvalidClientTokenId|UnrecognizedClient)/.test(answerOf(error).code)) {
        throw error;
      }
      if (Date.now() > deadline) {
        throw new Error(`IAM has not spread a change: ${answerOf(error).reason}`);
      }
      await sleep(SPREADING.pace);
    }
  }
}

/** Creates a role that is allowed all of `SERVICES`; answers its ARN. */
async function createStrongRole(
  by: Clients,
  { made }: Pick<Scene, "made">,
  role: { name: string; trust: object; path?: string; tags?: Record<string, string> },
): Promise<string> {
  const { Role } = await by.iam.send(
    new CreateRoleCommand({
      RoleName: role.name,
      Path: role.path,
      AssumeRolePolicyDocument: JSON.stringify(role.trust),
      Tags: Object.entries({ ...made.tags, ...role.tags }).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  await allowServices(by, role.name);
  return Role?.Arn ?? "";
}

/** Adds an identity policy to a role by which it is allowed all of `SERVICES`, as its account's administrator can. */
export async function allowServices(by: Clients, role: string): Promise<void> {
  await by.iam.send(
    new PutRolePolicyCommand({
      RoleName: role,
      PolicyName: SERVICES_POLICY,
      PolicyDocument: JSON.stringify(allow({ Action: SERVICES, Resource: "*" })),
    }),
  );
}

/** Trust in nobody of an account but the caller, tags included. */
export async function trustInCaller(by: Clients): Promise<object> {
  const { Arn = "" } = await by.sts.send(new GetCallerIdentityCommand({}));
  const [, partition, , , account] = Arn.split(":");
  return allow({
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { ArnLike: { "aws:PrincipalArn": principalArns(Arn) } },
  });
}

/** What `aws:PrincipalArn` is for a caller. A session's ARN lacks the path of its role, so any path is taken. */
export function principalArns(caller: string): string[] {
  const session = /^(arn:[\w-]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(caller);
  if (!session) return [caller];
  const [, partition, account, role] = session;
  const roles = `${partition}:iam::${account}:role`;
  return [`${roles}/${role}`, `${roles}/*/${role}`];
}

/** Trust in EKS Pod Identity, whatever the pod. */
function trustInPods(): object {
  return allow({
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
}

/** The tags by which the secret's policy knows a pod of application-b. */
export function tagsOfPod({ applicationB, cluster, namespace }: Scene): Record<string, string> {
  return {
    "eks-cluster-arn": cluster.arn,
    "eks-cluster-name": cluster.name,
    "kubernetes-namespace": namespace,
    "kubernetes-service-account": applicationB.serviceAccount,
  };
}

/** Associates a service account with a role. */
export async function associate(
  by: Clients,
  { made }: Pick<Scene, "made">,
  association: { cluster: string; namespace: string; serviceAccount: string; roleArn: string },
): Promise<void> {
  const { cluster, ...rest } = association;
  await by.eks.send(
    new CreatePodIdentityAssociationCommand({ clusterName: cluster, ...rest, tags: made.tags }),
  );
}

function allow(statement: object): object {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}
