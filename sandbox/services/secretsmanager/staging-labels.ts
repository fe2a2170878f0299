import { randomUUID } from "node:crypto";
import type { Input } from "../../operations/input/input";

/** Labels by version ID. A version without labels is deprecated. */
export type StagingLabels = Record<string, string[]>;

export const CURRENT = "AWSCURRENT";
export const PENDING = "AWSPENDING";
export const PREVIOUS = "AWSPREVIOUS";

export function labelledVersion(labels: StagingLabels, label: string): string | undefined {
  return Object.keys(labels).find((versionId) => labels[versionId]?.includes(label));
}

/** Moves `label` to `versionId`. If it is `AWSCURRENT`, the version that loses it becomes `AWSPREVIOUS`. */
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

/** The versions with labels: AWS shows no others unless asked. */
export function labelledOnly(labels: StagingLabels): StagingLabels {
  return Object.fromEntries(Object.entries(labels).filter(([, carried]) => carried.length > 0));
}

function attach(labels: StagingLabels, label: string, versionId: string): StagingLabels {
  return { ...labels, [versionId]: [...(labels[versionId] ?? []), label] };
}

const VERSION_ID = { min: 32, max: 64 };

/** `ClientRequestToken`, which becomes the version's ID. Clients make one for every call; a raw call without one gets one. */
export function newVersionId(input: Input): string {
  return input.optionalText("ClientRequestToken", VERSION_ID) ?? randomUUID();
}

export function versionIdMember(input: Input, member = "VersionId"): string | undefined {
  return input.optionalText(member, VERSION_ID);
}
