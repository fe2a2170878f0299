import type { Entry } from "./entry";

export const tokenCommandOutputFormat: Entry = {
  id: "EPS-801",
  title: "the AWS CLI is set to an output that is no JSON, and prints the token so",
  step: "cluster",
  why: "Some versions of the AWS CLI obey `output` of the profile and `AWS_DEFAULT_OUTPUT` in `aws eks get-token` too.",
  check:
    "`aws configure get output` with the profile of the kubeconfig, and `echo $AWS_DEFAULT_OUTPUT`.",
  mend: "Set `AWS_DEFAULT_OUTPUT=json` for the run, or add `--output json` to the arguments of the kubeconfig's command. Newer versions of `aws eks update-kubeconfig` write that.",
  sources: ["aws/aws-cli#7723", "eksctl-io/eksctl#6554"],
};
