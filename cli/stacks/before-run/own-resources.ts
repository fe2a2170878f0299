import { secretPlace } from "eks-pod-secrets/change-losses";
import type { LandingZone, ResolvedCluster, ResolvedReader } from "eks-pod-secrets/grant";
import { parseArn } from "eks-pod-secrets/grant";
import type { Import } from "../../../stacks/import-file";
import type { ExportedResource } from "../backend/exported-state";
import type { Project } from "../backend/stacks-in-backend";

/** Where a stack's resources are looked for. */
export interface OwnLook extends Pick<Project, "held" | "importsOf" | "stateOf"> {
  zone: LandingZone;
}

/** What a stack holds, was making or had yet to delete when its last run ended, or imports at its next run. */
export async function ownResources(
  { held, importsOf, stateOf, zone }: OwnLook,
  stack: string,
): Promise<ExportedResource[]> {
  const { left = [], pending = [], resources = [] } = held.has(stack) ? await stateOf(stack) : {};
  const imported = importsOf(stack).map((one) => importedResource(one, zone));
  return [...imported, ...pending, ...left, ...resources];
}

/** An object that is imported, by the inputs from which others know what it is. */
export function importedResource(
  one: Import,
  { clusters, readers }: LandingZone,
): ExportedResource {
  const { id, name, type } = one;
  const reader = readers.find((reader) => isPartOf(reader, one));
  const cluster = reader?.cluster ?? clusters.find((each) => name.startsWith(`${each.id}-`));
  const resource = { urn: `${type}::${name}`, type, provider: providerOf(one, cluster) };
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

/** What follows a reader's name in the names of its resources. */
const PART = /-(?:association|role|service-account|provider-class)$/;

/** Whether an object that is imported becomes a part of a reader. */
export function isPartOf({ id }: ResolvedReader, { name }: Import): boolean {
  return name.replace(PART, "") === id;
}

/** The region of a key's alias, within its name. */
const ALIAS_REGION = /-([a-z]{2}(?:-[a-z]+)+-\d+)-alias$/;

/** URN and id of a provider for the same place. */
function providerOf({ id, name, type }: Import, cluster: ResolvedCluster | undefined): string {
  if (type.startsWith("kubernetes:")) return `::pulumi:providers:kubernetes::${cluster?.id}::`;
  const [, ofAlias] = ALIAS_REGION.exec(name) ?? [];
  const region = parseArn(id)?.region || ofAlias || cluster?.region;
  return `::pulumi:providers:aws::aws-${region}::`;
}

function objectInputs(id: string): Record<string, unknown> {
  const [name, namespace] = id.split("/").reverse();
  return { metadata: { name, namespace } };
}
