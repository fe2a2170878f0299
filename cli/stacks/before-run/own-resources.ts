import { secretPlace } from "eks-pod-secrets/change-losses";
import { type LandingZone, parseArn } from "eks-pod-secrets/grant";
import type { Import } from "../../../stacks/import-file";
import type { ExportedResource } from "../backend/exported-state";
import type { Project } from "../backend/stacks-in-backend";

/** The sources of a stack's resources. */
export interface OwnLook extends Pick<Project, "held" | "importsOf" | "stateOf"> {
  zone: LandingZone;
}

/** What a stack holds, was creating or had not deleted yet when its last run ended, or will import in its next run. */
export async function ownResources(
  { held, importsOf, stateOf, zone }: OwnLook,
  stack: string,
): Promise<ExportedResource[]> {
  const { left = [], pending = [], resources = [] } = held.has(stack) ? await stateOf(stack) : {};
  const imported = importsOf(stack).map((one) => importedResource(one, zone));
  return [...imported, ...pending, ...left, ...resources];
}

/** An object that is imported, by the inputs from which others know what it is. */
export function importedResource(one: Import, zone: LandingZone): ExportedResource {
  const { id, name, type } = one;
  const { cluster, reader, region } = importedPlace(one, zone);
  const provider = type.startsWith("kubernetes:")
    ? `::pulumi:providers:kubernetes::${cluster?.id}::`
    : `::pulumi:providers:aws::aws-${region}::`;
  const resource = { urn: `${type}::${name}`, type, provider };
  switch (type) {
    case "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
      const { namespace, serviceAccount } = reader ?? {};
      return { ...resource, inputs: { clusterName: cluster?.name, namespace, serviceAccount } };
    }
    case "aws:secretsmanager/secret:Secret":
      return { ...resource, inputs: { name: secretPlace(id).name } };
    default:
      return {
        ...resource,
        inputs: type.startsWith("kubernetes:") ? objectInputs(id) : { name: id },
      };
  }
}

/** The suffixes after a reader's name in the names of its resources. */
const PART = /-(?:association|role|service-account|provider-class)$/;

/** The region of a key or its alias, within the name of its resource. */
export const KEY_REGION = /-([a-z]{2}(?:-[a-z]+)+-\d+)-(?:alias|key|policy)$/;

/** Where an object is that is imported, and the reader whose part it becomes. */
export function importedPlace({ id, name }: Import, { clusters, readers }: LandingZone) {
  const reader = readers.find((one) => name.replace(PART, "") === one.id);
  const cluster = reader?.cluster ?? clusters.find((each) => name.startsWith(`${each.id}-`));
  const [, ofKey] = KEY_REGION.exec(name) ?? [];
  return { reader, cluster, region: parseArn(id)?.region || ofKey || cluster?.region };
}

function objectInputs(id: string): Record<string, unknown> {
  const [name, namespace] = id.split("/").reverse();
  return { metadata: { name, namespace } };
}
