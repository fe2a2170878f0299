import { randomUUID } from "node:crypto";
import type { Input } from "../../operations/input/input";

/** Labels by version id; a version without any is deprecated and its list is empty. */
export type StagingLabels = Record<string, string[]>;

export const CURRENT = "AWSCURRENT";
export const PENDING = "AWSPENDING";
export const PREVIOUS = "AWSPREVIOUS";

export function labelledVersion(labels: StagingLabels, label: string): string | undefined {
  return Object.keys(labels).find((versionId) => labels[versionId]?.includes(label));
}

/** `labels` with `label` on `versionId` alone. Where `AWSCURRENT` moves, the version that loses it becomes `AWSPREVIOUS`. */
export function moveLabel(labels: StagingLabels, label: string, versionId: string): StagingLabels {
  const from = labelledVersion(labels, label);
  if (from === versionId) return labels;
  const moved = attach(withoutLabel(labels, label), label, versionId);
  return label === CURRENT && from !== undefined ? moveLabel(moved, PREVIOUS, from) : moved;
}

export function withoutLabel(labels: StagingLabels, label: string): StagingLabels {
  return Object.fromEntries(
    Object.entries(labels).map(([versionId, carried]) => [
      versionId,
      carried.filter((other) => other !== label),
    ]),
  );
}

/** The versions that carry labels: all that AWS shows unless asked for more. */
export function labelledOnly(labels: StagingLabels): StagingLabels {
  return Object.fromEntries(Object.entries(labels).filter(([, carried]) => carried.length > 0));
}

function attach(labels: StagingLabels, label: string, versionId: string): StagingLabels {
  return { ...labels, [versionId]: [...(labels[versionId] ?? []), label] };
}

const VERSION_ID = { min: 32, max: 64 };

/** `ClientRequestToken`, which becomes the id of the version. Clients make one for every call; raw calls get one. */
export function newVersionId(input: Input): string {
  return input.optionalText("ClientRequestToken", VERSION_ID) ?? randomUUID();
}

export function versionIdMember(input: Input, member = "VersionId"): string | undefined {
  return input.optionalText(member, VERSION_ID);
}
