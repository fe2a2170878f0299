import { setTimeout as sleep } from "node:timers/promises";
import { CreatePodIdentityAssociationCommand } from "@aws-sdk/client-eks";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetSecretValueCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { answerOf } from "./attempt";
import type { Clients, Part, Scene } from "./scene";

/** What attempts allow a role: everything that an identity policy can allow for secrets, keys and parameters, and nothing else. */
export const SERVICES = ["secretsmanager:*", "kms:*", "ssm:*"];

/** Name of the policy that allows it. */
export const SERVICES_POLICY = "eks-pod-secrets-attempt";

/** How long to wait until IAM has spread a change, and how long between two looks, in milliseconds. */
const SPREADING = { patience: 120_000, pace: 3_000 };

/** What reads secret-b. */
export const readSecretB = (by: Clients, { secretB }: Scene) => readSecret(by, secretB);

/** Reads a secret's current value. */
export function readSecret(by: Clients, secret: string): Promise<unknown> {
  return by.secretsManager.send(new GetSecretValueCommand({ SecretId: secret }));
}

/** The administrator of the readers' account. */
export const readersAdministrator = (scene: Scene) => scene.administrator("reader");

/** A pod of application-a. */
export const applicationA = (scene: Scene) => scene.pod(scene.applicationA.serviceAccount);

/** A pod of application-b. */
export function applicationB(scene: Scene): Promise<Clients> {
  return scene.pod(scene.applicationB.serviceAccount);
}

/** A session of a new role that an account's administrator creates, once it is allowed all of `SERVICES`. */
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

/**
 * A pod of application-b's service account in an account that associates it with a role of the same name, which is allowed all of
 * `SERVICES`.
 */
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

/** Waits until an identity's new policy is in force, so that a later refusal does not come from the time before. */
export async function onceServicesAllowed(by: Clients): Promise<void> {
  await onceAllowed(() => by.secretsManager.send(new ListSecretsCommand({ MaxResults: 1 })));
}

/** Clients of a session of a role that was just created, or whose trust was just opened. */
export function sessionOfNewRole(scene: Scene, by: Clients, RoleArn: string): Promise<Clients> {
  return onceAllowed(() => scene.session(by, { RoleArn }));
}

/** Does something that is allowed, once IAM has spread the permission. */
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

/** Creates a role that is allowed all of `SERVICES`, and returns its ARN. */
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

/** Adds an identity policy to a role that allows it all of `SERVICES`, as its account's administrator can. */
export async function allowServices(by: Clients, role: string): Promise<void> {
  await by.iam.send(
    new PutRolePolicyCommand({
      RoleName: role,
      PolicyName: SERVICES_POLICY,
      PolicyDocument: JSON.stringify(allow({ Action: SERVICES, Resource: "*" })),
    }),
  );
}

/** A trust policy for only the caller within an account, including tags. */
export async function trustInCaller(by: Clients): Promise<object> {
  const { Arn = "" } = await by.sts.send(new GetCallerIdentityCommand({}));
  const [, partition, , , account] = Arn.split(":");
  return allow({
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { ArnLike: { "aws:PrincipalArn": principalArns(Arn) } },
  });
}

/** The value of `aws:PrincipalArn` for a caller. A session's ARN lacks the path of its role, so any path is accepted. */
export function principalArns(caller: string): string[] {
  const session = /^(arn:[\w-]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(caller);
  if (!session) return [caller];
  const [, partition, account, role] = session;
  const roles = `${partition}:iam::${account}:role`;
  return [`${roles}/${role}`, `${roles}/*/${role}`];
}

/** A trust policy for EKS Pod Identity, for any pod. */
function trustInPods(): object {
  return allow({
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
}

/** The tags by which the secret's policy recognizes a pod of application-b. */
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
