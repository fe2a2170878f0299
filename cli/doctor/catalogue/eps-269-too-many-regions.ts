import type { Entry } from "./entry";

export const tooManyRegions: Entry = {
  id: "EPS-269",
  title: "the class names more Regions than the provider reads",
  texts: ["Max number of region(s) exceeded:"],
  step: "provider-class",
  why: "ASCP reads one Region and one to fail over to.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Leave one `region` and one `failoverRegion`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: server/server.go"],
};
