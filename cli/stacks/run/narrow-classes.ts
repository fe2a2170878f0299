import { clusterOf, nameIn } from "eks-pod-secrets/change-losses";
import {
  isObjectOf,
  type LandingZone,
  type ResolvedCluster,
  type ResolvedReader,
} from "eks-pod-secrets/grant";
import { mountedObjects } from "eks-pod-secrets/manifest";
import { inParallel } from "iam-proof/collections";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import { applyObject } from "../../clusters/kubernetes-objects";
import { messageOf } from "../../terminal/errors";
import { note } from "../../terminal/output";
import type { ExportedResource } from "../backend/exported-state";
import type { PlannedRun } from "../before-run/planned-run";
import type { StackRefresher } from "../engine/stack-engine";
import { FIELD_MANAGER, objectPath } from "../interrupted-run/find-object";

/** The most SecretProviderClasses that are written at the same time. */
const AT_ONCE = 4;

const CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";

/** A SecretProviderClass reduced to what its reader is granted. */
export interface NarrowedClass {
  urn: string;
  reader: ResolvedReader;
  path: string;
  /** The field manager as which Pulumi's provider writes it. */
  manager: string;
  object: object;
}

/**
 * Removes from SecretProviderClasses what their readers are no longer granted, before the access is removed. A pod that starts in
 * between would mount nothing, because one refused object fails the whole mount.
 */
export async function narrowClasses(
  run: PlannedRun,
  stack: PlannedStack,
  engine: StackRefresher,
): Promise<void> {
  if (stack.layer !== "workloads") return;
  const { resources } = await run.stateOf(stack.name);
  const narrowed = narrowedClasses(resources, run.zone);
  if (narrowed.length === 0) return;
  await engine.forgetRun(stack);
  const written = await inParallel(narrowed, AT_ONCE, write);
  const urns = written.flat();
  if (urns.length === 0) return;
  await engine.refresh(stack, urns).catch((error: unknown) => {
    note(`the state of ${stack.name} does not know yet what its pods mount: ${messageOf(error)}`);
  });
}

/** The SecretProviderClasses among a stack's resources that list something granted and something that is not. */
export function narrowedClasses(
  resources: readonly ExportedResource[],
  zone: LandingZone,
): NarrowedClass[] {
  const associations = new Map(
    resources.map(({ outputs, urn }) => [nameIn(urn), `${outputs?.associationArn}`]),
  );
  return resources.flatMap((resource) => {
    const { inputs = {}, outputs = {}, type, urn } = resource;
    // Pulumi's provider stores its field manager among the outputs, some versions among the inputs.
    const manager = outputs[FIELD_MANAGER] ?? inputs[FIELD_MANAGER];
    const given = Object.entries(inputs).filter(([name]) => !name.startsWith("__"));
    const object: ClassInputs = Object.fromEntries(given);
    const { metadata, spec } = object;
    const path = objectPath(resource);
    const association = associations.get(nameIn(urn).replace(/provider-class$/, "association"));
    const reader = zone.readers.find(
      (one) =>
        (one.cluster.id === clusterOf(resource) || isIn(one.cluster, association)) &&
        one.namespace === metadata?.namespace &&
        // This includes a class that the inventory renames: its pods use it until their stack is run.
        (one.secretProviderClass === metadata.name || urn.endsWith(`::${one.id}-provider-class`)),
    );
    if (type !== CLASS || !reader || !path || typeof manager !== "string") return [];
    const objects = (spec?.parameters?.objects ?? "").split(/^(?=- )/m);
    const left = objects.filter((text) => isGranted(reader, text));
    if (left.length === objects.length || left.length === 0) return [];
    const parameters = { ...spec?.parameters, objects: left.join("") };
    return [{ urn, reader, path, manager, object: { ...object, spec: { ...spec, parameters } } }];
  });
}

/** Whether an association is in a cluster, whatever the cluster's name in the inventory. */
function isIn({ arn }: ResolvedCluster, association = ""): boolean {
  return association.startsWith(`${arn.replace(":cluster/", ":podidentityassociation/")}/`);
}

interface ClassInputs {
  metadata?: { name?: string; namespace?: string };
  spec?: { parameters?: Record<string, string> };
}

/** Whether a reader may read what a part of its class lists. True if it is not clear what that is. */
function isGranted(reader: ResolvedReader, text: string): boolean {
  return mountedObjects(text).every(({ objectName, objectType }) =>
    reader.grants.some(({ kind, target }) => {
      if (kind === "secret") {
        return objectType !== "ssmparameter" && isObjectOf(objectName, target, reader);
      }
      return (
        objectType !== "secretsmanager" && (target.name === objectName || target.arn === objectName)
      );
    }),
  );
}

/** Writes the class, and returns its URN. */
async function write({ manager, object, path, reader, urn }: NarrowedClass): Promise<string[]> {
  const { cluster, id, namespace } = reader;
  try {
    const access = await accountAccess(cluster.account, cluster.region, "up");
    const isWritten = await withinCluster(cluster, access, async (_, __, read, call) => {
      if ((await read(path)) === undefined) return false;
      await applyObject(cluster.id, call, { path, object, manager });
      return true;
    });
    return isWritten ? [urn] : [];
  } catch (error) {
    note(
      `pods of ${id} cannot mount SecretProviderClass ${namespace}/${path.split("/").at(-1)} until their stack is run, as it names what they may read no longer: ${messageOf(error)}`,
    );
    return [];
  }
}
