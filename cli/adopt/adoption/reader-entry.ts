import { parseArn } from "eks-pod-secrets/grant";
import type { FoundObject } from "../found";
import { documentFile } from "./adopted-files";
import type { Entry, ReaderPlan } from "./plans";
import { roleOf } from "./pods";
import { type FoundRead, parameterId, secretName } from "./reads";

/** What an inventory says of a reader. `cluster` and `idOf` name its cluster and what it reads. */
export function readerEntry(
  plan: ReaderPlan,
  cluster: string,
  idOf: (arn: string) => string,
): Entry {
  const { former, id, identity, kept, marks, pod, providerClass, reads, role, target } = plan;
  const { region: ofCluster } = parseArn(pod.clusterArn) ?? {};
  const { failoverRegion, name: className, region, syncs = [] } = providerClass ?? {};
  const { name, path } = roleOf(role?.arn ?? "");
  const file = (policy: string) => documentFile(id, policy);
  const keptPolicies = [
    ...kept.inline.map((one) => ({ name: one.name, document: file(one.name) })),
    ...kept.attached.map((one) => ({ arn: one.name, document: file(one.name) })),
  ];
  return {
    value: {
      cluster,
      namespace: pod.namespace,
      serviceAccount: pod.serviceAccount,
      ...(!isOwnAccount(plan) && { createServiceAccount: false }),
      ...(role && { role: "existing", roleName: name, ...(path !== "/" && { rolePath: path }) }),
      ...(role?.permissionsBoundary && { permissionsBoundary: role.permissionsBoundary }),
      ...(keptPolicies.length > 0 && { keptPolicies }),
      ...(former && {
        formerRole: former.isWithoutTags ? { role: former.role, identity: "irsa" } : former.role,
      }),
      ...(identity !== "podIdentity" && { identity }),
      ...(target && { mode: "targetRole", targetRoleName: roleOf(target.arn).name }),
      ...(className !== undefined && className !== id && { secretProviderClass: className }),
      ...(region && region !== ofCluster && { region }),
      ...(failoverRegion && { failoverRegion }),
      reads: readEntries(reads, idOf),
      ...(syncs.length > 0 && {
        syncToKubernetesSecrets: syncs.map(({ data, ...one }) => ({
          ...one,
          data: Object.fromEntries(
            Object.entries(data).map(([key, name]) => [key, fileName(name)]),
          ),
        })),
      }),
    },
    marks,
  };
}

/** Whether a service account that is there becomes the reader's own: another tool's, or that of each namespace, stays. */
export function isOwnAccount({ pod: { account, serviceAccount } }: ReaderPlan): boolean {
  return serviceAccount !== "default" && account?.manager === undefined;
}

function readEntries(reads: readonly FoundRead[], idOf: (arn: string) => string): unknown[] {
  const files = new Set(reads.flatMap(({ object }) => (object ? fileOf(object) : [])));
  const entries = reads.map(({ object, target: { arn } }) => {
    const id = idOf(arn);
    const isParameter = parseArn(arn)?.service === "ssm";
    const own = fileName(isParameter ? parameterId(arn) : secretName(arn));
    const more = object ? mountedAs(object, own) : files.has(own) ? { as: fileName(id) } : {};
    if (Object.keys(more).length === 0 && !isParameter) return id;
    return { ...(isParameter ? { parameter: id } : { secret: id }), ...more };
  });
  // Several classes may mount one object.
  return [...new Map(entries.map((one) => [JSON.stringify(one), one])).values()];
}

/** What of a mounted object is not as it is by itself; `own`: the file that it would be then. */
function mountedAs(object: FoundObject, own: string) {
  const { filePermission, jmesPath, objectVersion, objectVersionLabel } = object;
  const as = fileOf(object);
  return {
    ...(as !== own && { as }),
    ...(objectVersion && { version: objectVersion }),
    ...(objectVersionLabel &&
      objectVersionLabel !== "AWSCURRENT" && { versionStage: objectVersionLabel }),
    ...(filePermission && { filePermission }),
    ...(jmesPath && {
      jmesPath: jmesPath.map(({ objectAlias = "", ...one }) => ({
        ...one,
        as: fileName(objectAlias),
      })),
    }),
  };
}

function fileOf({ objectAlias, objectName }: FoundObject): string {
  return fileName(objectAlias || objectName);
}

/** The name of a file as ASCP writes it. */
function fileName(name: string): string {
  return name.replaceAll("/", "_");
}
