import type { Entry } from "./entry";

export const goModulesDoNotFit: Entry = {
  id: "EPS-396",
  title: "modules of the AWS SDK for Go do not fit together",
  texts: ["not found, ResolveEndpointV2"],
  why: "Since November 2023 the services' modules need the core modules of the same time. The program has an old core and a new service, or the reverse.",
  check: "`go list -m all | grep aws-sdk-go-v2` in the program's source",
  mend: "Raise all modules of the SDK together: `go get -u github.com/aws/aws-sdk-go-v2/...`.",
  sources: ["aws/aws-sdk-go-v2#2370"],
};
