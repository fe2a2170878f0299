import type { Entry } from "./entry";

export const aliasExists: Entry = {
  id: "EPS-768",
  title: "there is a key alias of this name already",
  texts: [
    "AlreadyExistsException: An alias with the name",
    "An alias with the name",
    "Resource of type 'AWS::KMS::Alias' with identifier … already exists",
  ],
  errors: ["kms AlreadyExistsException"],
  why: "Names of aliases are unique in an account and Region. Another stack, or a run that was killed, made it.",
  check: "`aws kms list-aliases --query 'Aliases[].[AliasName,TargetKeyId]'`",
  mend: "`eks-pod-secrets plan --live` names it. Delete the alias where it was made, then run `eks-pod-secrets up`.",
  sources: ["https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"],
};
