/** The version of the inventory's vocabulary. A file without one is read as this version. */
export const INVENTORY_VERSION = 1;

/** The version that an inventory says it is of, where this release is too old to read it. */
export function newerVersion(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null || !("version" in value)) return undefined;
  const { version } = value;
  return typeof version === "number" && version > INVENTORY_VERSION ? version : undefined;
}
