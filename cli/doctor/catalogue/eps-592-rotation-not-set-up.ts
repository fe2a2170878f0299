import type { Entry } from "./entry";

export const rotationNotSetUp: Entry = {
  id: "EPS-592",
  title: "the secret has no rotation that could run",
  texts: [
    "No Lambda rotation function ARN is associated with this secret",
    "is not enabled for rotation",
  ],
  why: "Rotation was asked for, and the secret names no function, or its rotation is switched off.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET --query '[RotationEnabled,RotationLambdaARN,OwningService]'`",
  mend: "Configure rotation where the secret is declared. To put a new value by hand: `eks-pod-secrets put SECRET`.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html"],
};
