import type { Entry } from "./entry";

export const arnOfOtherRegion: Entry = {
  id: "EPS-253",
  title: "the class names an object of another Region than its own",
  texts: ["ARN region must match region {region:region}: {object:object}"],
  step: "provider-class",
  why: "ASCP reads a class's objects in one Region: `parameters.region`, else the one of the node. The ARN is of another.",
  check:
    "`kubectl -n {namespace} get secretproviderclass {class} -o jsonpath='{.spec.parameters.region}'`",
  mend: "Set `region` of the class to the secret's Region, and use one class for each Region. The inventory does that by itself.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
