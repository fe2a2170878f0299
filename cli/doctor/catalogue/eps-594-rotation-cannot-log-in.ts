import type { Entry } from "./entry";

export const rotationCannotLogIn: Entry = {
  id: "EPS-594",
  title: "the function that rotates the secret cannot log in to the database",
  texts: [
    "Unable to log into database with",
    "Unable to log into database using",
    "setSecret: Unable to log",
  ],
  why: "The function tries the pending, the current and the previous value. Somebody changed the password in the database alone, or the network or TLS keeps the function away.",
  check:
    "The function's log in CloudWatch, and whether its subnets and security groups reach the database",
  mend: "Put the password that the database has: `eks-pod-secrets put SECRET`. Then rotate again.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html",
  ],
};
