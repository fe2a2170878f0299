import * as pulumi from "@pulumi/pulumi";

/** What a stack holds as its last run left it, even one that failed and so recorded no outputs. */
export interface DeployedValues {
  /** ARNs of the keys that the stack made, by `ResolvedKey.id`. */
  keys: Record<string, string>;
  /** ARNs of the secrets that the stack made. */
  secrets: string[];
}

type Resources = Record<string, { type: string; outputs: { arn?: string } }>;

/** Reads it from the state of the stack that is being deployed. */
export async function readDeployedValues(account: string, stack: string): Promise<DeployedValues> {
  const { outputs = {} } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName: stack,
  });
  return deployedValues(account, outputs);
}

export function deployedValues(account: string, resources: Resources): DeployedValues {
  const ofType = (wanted: string) =>
    Object.entries(resources).flatMap(([urn, { outputs, type }]) =>
      type === wanted && outputs.arn ? [{ arn: outputs.arn, urn }] : [],
    );
  return {
    keys: Object.fromEntries(
      ofType("aws:kms/key:Key").map(({ arn, urn }) => [keyId(account, urn, arn), arn]),
    ),
    secrets: ofType("aws:secretsmanager/secret:Secret").map(({ arn }) => arn),
  };
}

/** The id of a key by the name of its resource, `<alias>-<region>-key`. */
function keyId(account: string, urn: string, arn: string): string {
  const region = arn.split(":")[3] ?? "";
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return `${account}/${region}/${name.slice(0, -`-${region}-key`.length)}`;
}
