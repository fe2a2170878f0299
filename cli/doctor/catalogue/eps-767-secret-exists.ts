import type { Entry } from "./entry";

export const secretExists: Entry = {
  id: "EPS-767",
  title: "there is a secret of this name already, made by somebody else",
  texts: [
    "The operation failed because the secret {secret:name} already exists",
    "ResourceExistsException: The operation failed because the secret",
    "ResourceExistsException",
    "Resource of type 'AWS::SecretsManager::Secret' with identifier … already exists",
    "already exists. (Service: SecretsManager",
    "already exists (Service: AWSSecretsManager",
    "A resource with the ID you requested already exists",
  ],
  why: "Names of secrets are unique in an account and Region.",
  check: "`aws secretsmanager describe-secret --secret-id {secret}`: its tags and age.",
  mend: "Adopt it with `existing` in the inventory, or take another name.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"],
};
