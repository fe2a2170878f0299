import { setTimeout as sleep } from "node:timers/promises";
import type { ResolvedReader } from "../../../sdk/grant";
import type { Undo } from "./fault";
import { document, MERGE, type Scene } from "./scene";

/** Deletes an object of the cluster. */
export async function deleted({ k8s }: Scene, path: string): Promise<Undo> {
  const { metadata, status: _, ...object } = await k8s("GET", path);
  await k8s("DELETE", path);
  const { annotations, labels, name } = metadata;
  const again = { ...object, metadata: { annotations, labels, name } };
  return () => k8s("POST", path.slice(0, path.lastIndexOf("/")), again);
}

/** Changes an object of the cluster by a merge patch. */
export async function patched({ k8s }: Scene, path: string, patch: object): Promise<Undo> {
  const before = await k8s("GET", path);
  await k8s("PATCH", `${path}?fieldManager=kubectl-edit`, patch, MERGE);
  return async () => {
    const { metadata } = await k8s("GET", path);
    const { resourceVersion } = metadata;
    await k8s("PUT", path, { ...before, metadata: { ...before.metadata, resourceVersion } });
  };
}

/** Changes the pods that a workload makes. The undo waits until a DaemonSet's former pods are back and ready. */
export async function podsPatched(scene: Scene, path: string, spec: object): Promise<Undo> {
  const undo = await patched(scene, path, { spec: { template: { spec } } });
  if (!path.includes("/daemonsets/")) return undo;
  return async () => {
    await undo();
    await untilReady(scene, path);
  };
}

/** If a volume is mounted before agent and provider are back, the mount fails, and its event stays for minutes. */
async function untilReady({ k8s }: Scene, daemonSet: string): Promise<void> {
  for (const end = Date.now() + 5 * 60_000; Date.now() < end; await sleep(100)) {
    const { metadata, status } = await k8s("GET", daemonSet);
    const isSeen = status.observedGeneration === metadata.generation;
    if (isSeen && status.numberReady === status.desiredNumberScheduled) return;
  }
  throw new Error(`${daemonSet} is not ready again`);
}

/** The pods of namespace `shop`. */
export const PODS = "/api/v1/namespaces/shop/pods";

/** Makes a pod under a reader's service account. It mounts the reader's SecretProviderClass, unless `spec` says otherwise. */
export async function podMade(
  { k8s }: Scene,
  name: string,
  reader: string,
  spec: object = {},
  metadata: object = {},
): Promise<Undo> {
  const volumeAttributes = { secretProviderClass: reader };
  const csi = { driver: "secrets-store.csi.k8s.io", readOnly: true, volumeAttributes };
  const volumeMounts = [{ name: "secrets", mountPath: "/mnt" }];
  await k8s("POST", PODS, {
    metadata: { name, ...metadata },
    spec: {
      serviceAccountName: reader,
      containers: [{ name: "main", image: "nginx", volumeMounts }],
      volumes: [{ name: "secrets", csi }],
      ...spec,
    },
  });
  return () => k8s("DELETE", `${PODS}/${name}`);
}

export function readerOf({ zone }: Scene, id: string): ResolvedReader {
  const found = zone.readers.find((reader) => reader.id === id);
  if (!found) throw new Error(`no reader ${id}`);
  return found;
}

/** Replaces a reader's association by the result of `changed`, or deletes it if the result is undefined. */
export async function associated(
  scene: Scene,
  reader: string,
  changed: (association: Record<string, unknown>) => Record<string, unknown> | undefined,
): Promise<Undo> {
  const { eks } = scene.pods;
  const { cluster, namespace, serviceAccount } = readerOf(scene, reader);
  const clusterName = cluster.name;
  const find = async () =>
    (await eks.listPodIdentityAssociations({ clusterName, namespace, serviceAccount }))
      .associations?.[0];
  const associationId = (await find())?.associationId;
  const { association = {} } = await eks.describePodIdentityAssociation({
    ...{ clusterName, associationId },
  });
  const { disableSessionTags, roleArn, tags, targetRoleArn } = association;
  const own = {
    ...{ clusterName, namespace, serviceAccount, roleArn, disableSessionTags, tags },
    ...(targetRoleArn && { targetRoleArn }),
  };
  await eks.deletePodIdentityAssociation({ clusterName, associationId });
  const other = changed(own);
  const made =
    other && (await eks.createPodIdentityAssociation(other as unknown as typeof own)).association;
  return async () => {
    const { clusterName: of = clusterName } = made ?? {};
    if (made)
      await eks.deletePodIdentityAssociation({
        clusterName: of,
        associationId: made.associationId,
      });
    await eks.createPodIdentityAssociation(own);
  };
}

/** Updates a reader's association in place. */
export async function reassociated(
  scene: Scene,
  reader: string,
  change: Record<string, unknown>,
): Promise<Undo> {
  const { eks } = scene.pods;
  const { cluster, namespace, serviceAccount } = readerOf(scene, reader);
  const clusterName = cluster.name;
  const listed = await eks.listPodIdentityAssociations({ clusterName, namespace, serviceAccount });
  const associationId = listed.associations?.[0]?.associationId;
  const { association = {} } = await eks.describePodIdentityAssociation({
    ...{ clusterName, associationId },
  });
  const { disableSessionTags, roleArn, targetRoleArn = "" } = association;
  await eks.updatePodIdentityAssociation({ clusterName, associationId, ...change });
  return () =>
    eks.updatePodIdentityAssociation({
      ...{ clusterName, associationId, disableSessionTags, roleArn, targetRoleArn },
      policy: "",
    });
}

/** Changes the text of the trust policy of a reader's role, or of its target role. */
export async function trusting(
  scene: Scene,
  reader: string,
  change: (text: string) => string,
  target = false,
): Promise<Undo> {
  const { role, targetRole } = readerOf(scene, reader);
  const { iam } = target ? scene.owner : scene.pods;
  const RoleName = (target ? targetRole : role)?.name;
  const { Role } = await iam.getRole({ RoleName });
  const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: change(before) });
  return () => iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: before });
}

/** Deletes a reader's role and its policies. The undo makes them again by `up`. */
export async function roleDeleted(scene: Scene, reader: string): Promise<Undo> {
  const { iam } = scene.pods;
  const RoleName = readerOf(scene, reader).role.name;
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName });
  await iam.deleteRole({ RoleName });
  return () => scene.stacks(["up", "--refresh"]);
}

/** Changes the text of the only inline policy of a reader's role. Without `change`, deletes the policy. */
export async function inlinePolicy(
  scene: Scene,
  reader: string,
  change?: (text: string) => string,
): Promise<Undo> {
  const { iam } = scene.pods;
  const RoleName = readerOf(scene, reader).role.name;
  const PolicyName = (await iam.listRolePolicies({ RoleName })).PolicyNames?.[0];
  const { PolicyDocument = "" } = await iam.getRolePolicy({ RoleName, PolicyName });
  const before = decodeURIComponent(PolicyDocument);
  if (change) await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: change(before) });
  else await iam.deleteRolePolicy({ RoleName, PolicyName });
  return () => iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: before });
}

/** Clients of the account that owns a secret. */
export function ownersOf(scene: Scene, secret: string) {
  const target = scene.zone.secrets.find(({ id }) => id === secret);
  return target?.account.name === "data" ? scene.owner : scene.pods;
}

/** Replaces a secret's resource policy by the result of `change`, or deletes it if the result is undefined. */
export async function secretPolicy(
  scene: Scene,
  SecretId: string,
  change: (statements: object[]) => object[] | undefined,
): Promise<Undo> {
  const { secretsManager } = ownersOf(scene, SecretId);
  const { ResourcePolicy } = await secretsManager.getResourcePolicy({ SecretId });
  const put = async (statements: object[] | undefined) =>
    statements
      ? secretsManager.putResourcePolicy({ SecretId, ResourcePolicy: document(...statements) })
      : secretsManager.deleteResourcePolicy({ SecretId });
  const before = ResourcePolicy && JSON.parse(ResourcePolicy).Statement;
  await put(change(before ?? []));
  return () => put(before);
}

/** The ID of the key whose alias has the secret's name. */
export async function keyOf(scene: Scene, secret: string): Promise<string> {
  const { kms } = ownersOf(scene, secret);
  const { Aliases = [] } = await kms.listAliases({});
  return Aliases.find(({ AliasName }) => AliasName === `alias/${secret}`)?.TargetKeyId ?? "";
}

/** Changes the key policy of a secret's own key. */
export async function keyPolicy(
  scene: Scene,
  secret: string,
  change: (statements: Statement[]) => object[],
): Promise<Undo> {
  const { kms } = ownersOf(scene, secret);
  const KeyId = await keyOf(scene, secret);
  const { Policy: before = "" } = await kms.getKeyPolicy({ KeyId });
  await kms.putKeyPolicy({ KeyId, Policy: document(...change(JSON.parse(before).Statement)) });
  return () => kms.putKeyPolicy({ KeyId, Policy: before });
}

export interface Statement {
  Sid?: string;
  Action?: string | string[];
  [member: string]: unknown;
}
