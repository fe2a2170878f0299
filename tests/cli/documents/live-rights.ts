/** Rights to read every secret. */
export const READS = [
  { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
  { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
];

const ASSUME = ["sts:AssumeRole", "sts:TagSession"];

/** A trust policy that lets these principals assume the role. */
export const trusting = (...AWS: string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS }, Action: ASSUME }],
  });

/** The right to assume a role. */
export const mayAssume = (Resource: string) => ({ Effect: "Allow", Action: ASSUME, Resource });
