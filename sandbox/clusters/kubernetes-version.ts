/** The Kubernetes version of a cluster that is created without one. */
export const DEFAULT_VERSION = "1.34";

/** AWS's calendar: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar */
export const VERSIONS = [
  ["1.34", "2025-10-02", "2026-12-02", "2027-12-02"],
  ["1.33", "2025-05-29", "2026-07-29", "2027-07-29"],
  ["1.32", "2025-01-23", "2026-03-23", "2027-03-23"],
  ["1.31", "2024-09-26", "2025-11-26", "2026-11-26"],
  ["1.30", "2024-05-23", "2025-07-23", "2026-07-23"],
].map(([version = "", released = "", standardUntil = "", extendedUntil = ""]) => ({
  version,
  released,
  standardUntil,
  extendedUntil,
}));
