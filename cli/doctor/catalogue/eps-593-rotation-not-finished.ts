import type { Entry } from "./entry";

export const rotationNotFinished: Entry = {
  id: "EPS-593",
  title: "a former rotation of the secret has not ended",
  texts: [
    "A previous rotation isn't complete",
    "Remove the AWSPENDING staging label and restart rotation",
    "has no stage for rotation",
    "not set as AWSPENDING for rotation",
  ],
  why: "A version still has the label `AWSPENDING`, because the function of the last rotation failed or somebody put the label. Pods read `AWSCURRENT`, which is the value of before.",
  check:
    "`aws secretsmanager list-secret-version-ids --secret-id SECRET`, and the function's log in CloudWatch",
  mend: "Mend what the function's log says. Then remove the label: `aws secretsmanager update-secret-version-stage --secret-id SECRET --version-stage AWSPENDING --remove-from-version-id VERSION`, and rotate again.",
  sources: [
    "aws-samples/aws-secrets-manager-rotation-lambdas#16",
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html",
  ],
};
