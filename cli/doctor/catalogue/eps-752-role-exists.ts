import type { Entry } from "./entry";

export const roleExists: Entry = {
  id: "EPS-752",
  title: "IAM has a role or policy of this name already, made by somebody else",
  texts: [
    "EntityAlreadyExists: Role with name {role:role} already exists",
    "EntityAlreadyExists",
    "Resource of type 'AWS::IAM::Role' with identifier {role:role} already exists",
    "Resource of type 'AWS::IAM::ManagedPolicy' with identifier … already exists",
  ],
  why: "Names of roles and policies are unique in an account. Another stack, tool or person made this one.",
  check: "`aws iam get-role --role-name {role}`: its tags and age.",
  mend: "`eks-pod-secrets plan --live` names it. Delete it where it was made, or take another name, then run `eks-pod-secrets up`.",
  sources: [
    "aws-controllers-k8s/community#2643",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  ],
};
