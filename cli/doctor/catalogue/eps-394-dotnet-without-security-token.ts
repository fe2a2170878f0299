import type { Entry } from "./entry";

export const dotnetWithoutSecurityToken: Entry = {
  id: "EPS-394",
  title: "the .NET program lacks the package that speaks to STS",
  texts: [
    "Assembly AWSSDK.SecurityToken could not be found or loaded",
    "Could not load file or assembly 'AWSSDK.SecurityToken",
  ],
  step: "file",
  why: "To assume a role, or to use the token of IRSA, the AWS SDK for .NET loads `AWSSDK.SecurityToken` when it runs. The program was published without it.",
  check: "The program's directory in its image: is `AWSSDK.SecurityToken.dll` there?",
  mend: "Add a reference to `AWSSDK.SecurityToken` to the program's project. With Pod Identity and no other role to assume, the SDK does not need it.",
  sources: ["aws/aws-dotnet-extensions-configuration#61", "aws/aws-sdk-net#2473"],
};
