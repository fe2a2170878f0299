import type { Entry } from "./entry";

export const sdkDoesNotKnowService: Entry = {
  id: "EPS-398",
  title: "the program's SDK is older than the service that it calls",
  texts: [
    "Unknown service: 'secretsmanager'",
    "Unknown service: 'eks-auth'",
    "Invalid choice: 'secretsmanager'",
    "argument operation: Invalid choice … get-secret-value",
    "argument operation: Invalid choice … pod-identity",
  ],
  step: "file",
  why: "The client is from before the service or the call was made: Secrets Manager is of April 2018, Pod Identity of November 2023.",
  check:
    "The version of boto3, botocore or the AWS CLI in the image: `aws --version`, `pip show botocore`",
  mend: "Raise the SDK or the AWS CLI of the image.",
  sources: ["boto/boto3#1514"],
};
