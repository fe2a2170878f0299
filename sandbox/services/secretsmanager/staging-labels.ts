/** Labels by version id; a version without any is deprecated and its list is empty. */
export type StagingLabels = Record<string, string[]>;

export const CURRENT = "AWSCURRENT";
export const PENDING = "AWSPENDING";
export const PREVIOUS = "AWSPREVIOUS";

/** The version that carries `label`. */
export function labelledVersion(labels: StagingLabels, label: string): string | undefined {
  return Object.keys(labels).find((versionId) => labels[versionId]?.includes(label));
}

/**
 * `labels` with `label` on `versionId` alone. Where `AWSCURRENT` moves, the version that loses it becomes
 * `AWSPREVIOUS`.
 */
export function moveLabel(labels: StagingLabels, label: string, versionId: string): StagingLabels {
  const from = labelledVersion(labels, label);
  if (from === versionId) return labels;
  const moved = attach(withoutLabel(labels, label), label, versionId);
  return label === CURRENT && from !== undefined ? moveLabel(moved, PREVIOUS, from) : moved;
}

/** `labels` with `label` on no version. */
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
