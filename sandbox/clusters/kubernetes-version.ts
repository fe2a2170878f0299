/** The Kubernetes version of a cluster that is created without one. */
export const DEFAULT_VERSION = "1.34";
