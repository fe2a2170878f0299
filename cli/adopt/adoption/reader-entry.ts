import { parseArn, rolePlace } from "eks-pod-secrets/grant";
import { regionOf } from "iam-proof/names";
import { ADOPTED } from "../../../stacks/import-file";
import type { ClassObject } from "../../clusters/class-objects";
import { fileName } from "../../stacks/before-run/seen-parts";
import { type Entry, filled, unless } from "./entry";
import { deployersOf } from "./pods";
import type { ReaderPlan } from "./reader-plans";
import { type FoundRead, isSecret, nameOf } from "./reads";

/** A reader's entry in the inventory. `cluster` and `idOf` name its cluster and what it reads. */
export function readerEntry(
  plan: ReaderPlan,
  cluster: string,
  idOf: (arn: string) => string,
): Entry {
  const { className, former, id, identity, kept, marks, pod, providerClass, reads, role, target } =
    plan;
  const { failoverRegion, region, syncs = [] } = providerClass ?? {};
  const { name, path } = rolePlace(role?.arn ?? "");
  return {
    value: filled({
      ...{ cluster, namespace: pod.namespace, serviceAccount: pod.serviceAccount },
      createServiceAccount: unless(true, isOwnAccount(plan)),
      ...(role && { role: "existing", roleName: name, rolePath: unless("/", path) }),
      permissionsBoundary: role?.permissionsBoundary,
      keptPolicies: kept.map((one) => ({
        ...(one.name.startsWith("arn:") ? { arn: one.name } : { name: one.name }),
        document: documentFile(id, one.name),
      })),
      formerRole: former?.isWithoutTags ? { role: former.role, identity: "irsa" } : former?.role,
      identity: unless("podIdentity", identity),
      ...(target && { mode: "targetRole", targetRoleName: rolePlace(target.arn).name }),
      secretProviderClass: unless(id, className),
      region: unless(regionOf(pod.clusterArn), region),
      failoverRegion,
      reads: readEntries(reads, idOf),
      syncToKubernetesSecrets: syncs.map(({ data, ...one }) => ({
        ...one,
        data: Object.fromEntries(Object.entries(data).map(([key, of]) => [key, fileName(of)])),
      })),
    }),
    marks,
  };
}

/** Whether an existing service account becomes the reader's own. One that another tool deploys, or `default`, stays. */
export function isOwnAccount({ decisions, pod: { account, serviceAccount } }: ReaderPlan): boolean {
  return serviceAccount !== "default" && deployersOf(account, decisions).length === 0;
}

function readEntries(reads: readonly FoundRead[], idOf: (arn: string) => string): unknown[] {
  const files = new Set(reads.flatMap(({ object }) => (object ? fileOf(object) : [])));
  const entries = reads.map(({ object, target }) => {
    const id = idOf(target.arn);
    const own = fileName(nameOf(target));
    const more = object ? mountedAs(object, own) : files.has(own) ? { as: fileName(id) } : {};
    if (!isSecret(target)) return { parameter: id, ...more };
    return Object.keys(more).length === 0 ? id : { secret: id, ...more };
  });
  // Several classes may mount one object.
  return [...new Map(entries.map((one) => [JSON.stringify(one), one])).values()];
}

/** The settings of a mounted object that differ from the defaults. `own`: its default file name. */
function mountedAs(object: ClassObject, own: string) {
  const { filePermission, jmesPath, objectVersion, objectVersionLabel } = object;
  return filled({
    as: unless(own, fileOf(object)),
    version: objectVersion,
    versionStage: unless("AWSCURRENT", objectVersionLabel),
    filePermission,
    jmesPath: jmesPath?.map(({ objectAlias = "", ...one }) => ({
      ...one,
      as: fileName(objectAlias),
    })),
  });
}

function fileOf({ objectAlias, objectName }: ClassObject): string {
  return fileName(objectAlias || objectName);
}

/** The file of a policy's document, as the inventory names it. For a managed policy, the account stands before the name. */
export function documentFile(reader: string, policy: string): string {
  const { account, resource = policy } = parseArn(policy) ?? {};
  const name = resource
    .split("/")
    .at(-1)
    ?.replace(/[^A-Za-z0-9_+=,.@-]/g, "-");
  return `${ADOPTED}/${reader}/${account ? `${account}-` : ""}${name}.json`;
}
