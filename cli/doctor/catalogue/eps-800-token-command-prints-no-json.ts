import type { Entry } from "./entry";

export const tokenCommandPrintsNoJson: Entry = {
  id: "EPS-800",
  title: "the kubeconfig's command for a token prints something else than its JSON",
  texts: [
    "decoding stdout: couldn't get version/kind; json parse error",
    "couldn't get version/kind; json parse error",
  ],
  over: ["EPS-777"],
  step: "cluster",
  causes: [
    {
      id: "EPS-801",
      check:
        "`aws configure get output`, or the variable `AWS_DEFAULT_OUTPUT`, is `text`, `table` or `yaml`.",
    },
    {
      id: "EPS-802",
      check: "Run by hand, the command prints other words, before the JSON or in its place.",
    },
    {
      id: "EPS-797",
      check: "It prints JSON, with another `apiVersion` than the kubeconfig names.",
    },
  ],
  why: "A client of Kubernetes runs the command and reads an `ExecCredential` in JSON from its output. What it got is none.",
  check:
    "Run the command of `users[].user.exec` in the kubeconfig by hand, in the same environment.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/aws-cli#7723",
    "aws/aws-cli#7719",
    "pulumi/pulumi-eks#892",
    "fwdcloudsec/granted#591",
  ],
};
