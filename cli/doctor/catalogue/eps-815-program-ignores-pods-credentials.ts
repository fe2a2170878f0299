import type { Entry } from "./entry";

export const programIgnoresPodsCredentials: Entry = {
  id: "EPS-815",
  title: "the program does not use its pod's credentials, although it has them",
  step: "webhook",
  why: "The pod has the variables, and the program asks the node all the same: its code names a provider such as that of the instance's profile, its SDK has no provider for web identity or for the agent, or it cannot see the variables, as under PHP-FPM with `clear_env`.",
  check:
    "How the program makes its AWS client: is a credentials provider or a profile named? Does the program itself see the variables?",
  mend: "Make the client without a provider of its own, so that the SDK's default chain is used, and let the program see its variables. Give the node's role no access.",
  sources: [
    "aws/aws-sdk-php#2204",
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html",
  ],
};
