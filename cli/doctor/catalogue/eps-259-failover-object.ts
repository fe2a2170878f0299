import type { Entry } from "./entry";

export const failoverObject: Entry = {
  id: "EPS-259",
  title: "the class's second Region is not declared as the provider wants it",
  texts: [
    "object alias must be specified for objects with failover entries: {object:object}",
    "failover object allowed only when failover region is defined: {object:object}",
    "object versions must match between primary and failover regions: {object:object}",
    "failover region cannot be the same as the primary region",
  ],
  step: "provider-class",
  why: "An object with `failoverObject` needs `objectAlias`, the class needs a `failoverRegion` that is another Region, and both objects the same version.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Complete the class, or remove `failoverObject` and `failoverRegion`.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go",
    "aws/secrets-store-csi-driver-provider-aws: server/server.go",
  ],
};
