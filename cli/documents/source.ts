import type { AccessDocuments } from "eks-pod-secrets/access";
import { landingZoneDocuments, plannedArns } from "eks-pod-secrets/access/landing-zone";
import type { LandingZone } from "eks-pod-secrets/grant";
import type { AssignedArns } from "eks-pod-secrets/policy";
import { type ReadInventory, usableInventory } from "../inventory/inventory-file";
import { arnsIn } from "./arns-in";
import { readDocumentsFile } from "./documents-file";
import { policiesOfFiles } from "./policies-of-files";
import { notesOfOthers, type SourceDocuments } from "./source-documents";

/** Where documents come from. */
export type Source =
  | { kind: "inventory"; file: string; missing?: string }
  | { kind: "documents"; file: string }
  /** Exports and plans of any Pulumi stacks. */
  | { kind: "resources"; files: string[] }
  | { kind: "preview" | "state" | "live"; file: string };

/** Reads the source that `--against` names: `preview`, `state`, `live`, a documents file (`.json`), or an inventory. */
export function sourceNamed(name: string, inventory: string): Source {
  if (name === "preview" || name === "state" || name === "live") {
    return { kind: name, file: inventory };
  }
  if (name.endsWith(".json")) return { kind: "documents", file: name };
  const missing = "--against takes preview, state, live, a documents file *.json, or an inventory";
  return { kind: "inventory", file: name, missing };
}

/** Reads documents. Anything that cannot be read or understood is a `UserError`. */
export async function readSource(source: Source): Promise<SourceDocuments> {
  return documentsOf(source, await inventoryOf(source));
}

/** Reads the inventory of a source, if it has one. `like`: a similar inventory that is already read. */
async function inventoryOf(
  source: Source,
  like?: ReadInventory,
): Promise<ReadInventory | undefined> {
  if (source.kind === "resources" || source.kind === "documents") return undefined;
  const missing = source.kind === "inventory" ? source.missing : undefined;
  return usableInventory(source.file, missing, like);
}

async function documentsOf(
  source: Source,
  inventory: ReadInventory | undefined,
): Promise<SourceDocuments> {
  if (source.kind === "resources") {
    const { resourcesDocuments } = await import("./resources-files.js");
    return resourcesDocuments(source.files);
  }
  const { file, kind } = source;
  if (kind === "documents") {
    const { compute, deletedSecrets, managedPolicies, ...documents } =
      await readDocumentsFile(file);
    return {
      ...{ title: file, documents, notes: [] },
      beside: { compute, deletedSecrets, managedPolicies },
    };
  }
  const { files, landingZone } = inventory as ReadInventory;
  return { ...(await zoneDocuments(landingZone, file, kind)), files };
}

async function zoneDocuments(
  zone: LandingZone,
  file: string,
  kind: "inventory" | "preview" | "state" | "live",
): Promise<SourceDocuments> {
  switch (kind) {
    case "inventory":
      return {
        title: file,
        documents: await inventoryDocuments(zone, file),
        notes: [
          ...standIns(zone),
          ...boundaries(zone),
          ...formerSecrets(zone),
          ...notesOfOthers(zone),
        ],
        zone,
      };
    case "state":
    case "preview": {
      const { stackDocuments } = await import("./stack-documents.js");
      return stackDocuments(zone, file, kind);
    }
    case "live": {
      const { liveDocuments } = await import("./live-documents.js");
      return liveDocuments(zone, file);
    }
  }
}

/**
 * Reads two sources so that they can be compared. If one is an inventory and the other is deployed, the inventory takes the ARNs
 * that AWS assigned.
 */
export async function readBoth(
  first: Source,
  second: Source,
): Promise<[SourceDocuments, SourceDocuments]> {
  const inventory = await inventoryOf(first);
  const other = await inventoryOf(second, inventory);
  const both: [SourceDocuments, SourceDocuments] = [
    await documentsOf(first, inventory),
    await documentsOf(second, other),
  ];
  const withArnsOf = async (one: SourceDocuments, source: Source, other: SourceDocuments) => {
    if (source.kind !== "inventory" || !one.zone) return one;
    const arns = arnsIn(other.documents, plannedArns);
    if (arePlanned(arns, one.zone)) return one;
    return { ...one, documents: await inventoryDocuments(one.zone, source.file, arns) };
  };
  return [
    await withArnsOf(both[0], first, both[1]),
    second.kind === "inventory" && first.kind === "inventory"
      ? both[1]
      : await withArnsOf(both[1], second, both[0]),
  ];
}

/** Whether the inventory's documents are the same with and without these ARNs. */
function arePlanned(
  { keyArn, secretArn }: AssignedArns,
  { externalSecrets, keys, secrets }: LandingZone,
): boolean {
  const all = [...keys, ...externalSecrets.flatMap(({ key }) => key ?? [])];
  return (
    all.every((one) => keyArn(one) === plannedArns.keyArn(one)) &&
    [...secrets, ...externalSecrets].every((one) => secretArn(one) === plannedArns.secretArn(one))
  );
}

function standIns({ keys, secrets }: LandingZone): string[] {
  if ([...keys, ...secrets].every(({ existingArn }) => existingArn !== undefined)) return [];
  return [
    "what AWS draws at creation, the last six characters of a secret's ARN and the id of a key, has a stand-in here",
  ];
}

/** The inventory names permissions boundaries but not their policies. A boundary can only take access away. */
function boundaries({ readers }: LandingZone): string[] {
  const arns = new Set(readers.flatMap(({ permissionsBoundary }) => permissionsBoundary ?? []));
  if (arns.size === 0) return [];
  return [
    `permissions boundaries are left out (${[...arns].sort().join(", ")}), as the inventory does not hold their policies: one that denies a read makes grant-available fail; --live reads them`,
  ];
}

/** A former secret may be gone: only a stack or AWS says whether it still exists, and who reads it. */
function formerSecrets({ secrets }: LandingZone): string[] {
  return secrets.flatMap(({ former, id }) =>
    former
      ? [
          `secret ${former.id} of ${former.account.name} may still stand, whose place ${id} takes: it is left out here; state, preview and --live read its policies`,
        ]
      : [],
  );
}

/** The documents that an inventory leads to, with its control policies, which are read relative to its file. */
export async function inventoryDocuments(
  zone: LandingZone,
  file: string,
  arns = plannedArns,
): Promise<AccessDocuments> {
  return landingZoneDocuments(zone, arns, await policiesOfFiles(zone, file));
}
