import type { Entry } from "./entry";

export const tokenCommandWrapped: Entry = {
  id: "EPS-802",
  title: "a wrapper of the kubeconfig's command prints words of its own",
  step: "cluster",
  why: "The command is a shell function, a tool that assumes roles, or a version of the AWS CLI with a defect, and prints more than the token, or something else.",
  check:
    "Run the command of `users[].user.exec` in the kubeconfig by hand: all that it prints to its output must be JSON.",
  mend: "Name `aws eks get-token` itself in the kubeconfig, with `aws eks update-kubeconfig --name CLUSTER`, or update the wrapper and the AWS CLI.",
  sources: ["fwdcloudsec/granted#591", "aws/aws-cli#7719"],
};
