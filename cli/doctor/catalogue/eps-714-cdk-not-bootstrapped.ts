import type { Entry } from "./entry";

export const cdkNotBootstrapped: Entry = {
  id: "EPS-714",
  title: "the account and Region are not prepared for the CDK",
  texts: [
    "requires bootstrap stack version",
    "Has the environment been bootstrapped",
    "/cdk-bootstrap/hnb659fds/version",
    "the toolkit stack must be deployed",
  ],
  over: ["EPS-465"],
  why: "The CDK deploys with roles and a bucket of its bootstrap stack, which is missing, too old, or not readable for the caller.",
  check: "`aws ssm get-parameter --name /cdk-bootstrap/hnb659fds/version` with the deploying role",
  mend: "Run `cdk bootstrap aws://ACCOUNT/REGION`, or deploy with a role that may read this parameter.",
  sources: ["aws/aws-cdk#20988"],
};
