/** Rights to read every secret. */
export const READS = [
  { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
  { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
];

const ASSUME = ["sts:AssumeRole", "sts:TagSession"];

/** Text of a trust policy that lets these principals become the role. */
export const trusting = (...AWS: string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS }, Action: ASSUME }],
  });

/** The right to become a role. */
export const mayAssume = (Resource: string) => ({ Effect: "Allow", Action: ASSUME, Resource });
