import type { Entry } from "./entry";

export const sdkWithoutSts: Entry = {
  id: "EPS-310",
  title: "the program lacks the part of its SDK that speaks to STS",
  texts: [
    "the 'sts' service module must be on the class path",
    "aws-java-sdk-sts module must be on the class path",
    "but no role assumption callback was provided",
    "Cannot find module '@aws-sdk/client-sts'",
  ],
  over: ["EPS-374"],
  step: "file",
  why: "To use the token of IRSA or to assume a role, the SDKs for Java and JavaScript load a module of their own. The program was built without it.",
  check:
    "The dependencies of the program: `software.amazon.awssdk:sts`, `aws-java-sdk-sts` or `@aws-sdk/client-sts`",
  mend: "Add the module to the program. With Pod Identity and no other role to assume, the SDK does not need it.",
  sources: ["aws/amazon-eks-pod-identity-webhook#124"],
};
