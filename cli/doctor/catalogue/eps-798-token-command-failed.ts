import type { Entry } from "./entry";

export const tokenCommandFailed: Entry = {
  id: "EPS-798",
  title: "the kubeconfig's command for a token failed",
  texts: [
    "getting credentials: exec: executable … failed with exit code",
    "getting credentials: exec: exit status",
    "unable to load schema information from the API server: command terminated with exit code",
  ],
  over: ["EPS-777"],
  step: "cluster",
  causes: [
    {
      id: "EPS-784",
      check:
        "The command says `Unable to locate credentials`: the deployment has credentials, and the command's environment has not.",
    },
    { id: "EPS-377", check: "It says `expired`." },
    {
      id: "EPS-701",
      check: "It says `ResourceNotFoundException`: no such cluster in this account and Region.",
    },
  ],
  why: "The command that the kubeconfig names ended with an error, and its own message is lost.",
  check:
    "Run the command of `users[].user.exec` in the kubeconfig by hand, in the same environment: it says why.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "pulumi/pulumi-kubernetes#4212",
    "runatlantis/atlantis#3590",
    "hashicorp/terraform-provider-kubernetes#2011",
  ],
};
