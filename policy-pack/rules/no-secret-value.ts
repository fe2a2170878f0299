import { rule } from "../rule";

/** Inputs that hold a secret value, by the type of the resource. */
const VALUES: Record<string, string[]> = {
  "aws:secretsmanager/secretVersion:SecretVersion": [
    "secretString",
    "secretStringWo",
    "secretBinary",
  ],
  "kubernetes:core/v1:Secret": ["data", "stringData"],
};

const PARAMETER = "aws:ssm/parameter:Parameter";

export const noSecretValue = rule(
  "no-secret-value",
  "No resource has a secret value among its inputs: it would be in the state of the stack.",
  ({ props, type }) => {
    const isSecure = type === PARAMETER && props.type === "SecureString";
    const inputs = isSecure ? ["value", "valueWo"] : (VALUES[type] ?? []);
    return inputs
      .filter((input) => props[input] !== undefined && props[input] !== "")
      .map(
        (input) => `${input} puts a secret value into the state; give it its value outside Pulumi`,
      );
  },
);
