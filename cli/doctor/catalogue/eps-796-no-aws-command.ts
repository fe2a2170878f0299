import type { Entry } from "./entry";

export const noAwsCommand: Entry = {
  id: "EPS-796",
  title: "the kubeconfig asks a command for its token that is not on this machine",
  texts: [
    "exec: executable aws not found",
    "exec: executable aws-iam-authenticator not found",
    '"aws": executable file not found in $PATH',
    '"aws-iam-authenticator": executable file not found in $PATH',
    "getting credentials: exec: executable … not found",
  ],
  over: ["EPS-777", "EPS-622"],
  step: "cluster",
  why: "The kubeconfig of an EKS cluster calls `aws eks get-token` or `aws-iam-authenticator`.",
  check: "`command -v aws`",
  mend: "Install the AWS CLI where the deployment runs.",
  sources: ["actions-hub/kubectl#16"],
};
