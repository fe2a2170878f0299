import { parseArn, type ResolvedSecret } from "../grant";

/** A resource as the state of a stack holds it. */
export interface HeldResource {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** URN and id of its provider. */
  provider?: string;
}

/** What a stack holds after its last run, even a failed run that recorded no outputs. */
export interface DeployedValues {
  /** ARNs of the keys that the stack made, by `ResolvedKey.id`. */
  keys: Record<string, string>;
  /** The secrets that the stack made. */
  secrets: DeployedSecret[];
}

/** A secret that a stack made. */
export interface DeployedSecret {
  /** What the inventory called it. */
  id: string;
  arn: string;
  /** For how many days it can be restored after its deletion; undefined if unknown. */
  recoveryDays?: number;
  /** Regions of its replicas. */
  replicas?: string[];
}

/** What the resources of an account's stack tell about its keys and secrets. */
export function deployedValues(
  account: string,
  resources: readonly HeldResource[],
): DeployedValues {
  const ofType = (wanted: string) =>
    resources.flatMap(({ inputs, outputs, type, urn }) =>
      type === wanted && typeof outputs?.arn === "string"
        ? [
            {
              ...{ arn: outputs.arn, replicas: outputs.replicas },
              days: inputs?.recoveryWindowInDays,
              name: nameIn(urn),
            },
          ]
        : [],
    );
  return {
    keys: Object.fromEntries(
      ofType("aws:kms/key:Key").map(({ arn, name }) => [keyId(account, name, arn), arn]),
    ),
    secrets: ofType("aws:secretsmanager/secret:Secret").map(({ arn, days, name, replicas }) => ({
      id: name.slice(0, -"-secret".length),
      arn,
      ...(Array.isArray(replicas) && { replicas: replicas.map(({ region }) => String(region)) }),
      ...(days !== undefined && { recoveryDays: Number(days) }),
    })),
  };
}

/** The id of a key, from the name of its resource: `<alias>-<region>-key`. */
function keyId(account: string, name: string, arn: string): string {
  const region = arn.split(":")[3] ?? "";
  return `${account}/${region}/${name.slice(0, -`-${region}-key`.length)}`;
}

/** The outputs of the stack itself, from its resources. Empty before its first run. */
export function outputsIn(
  resources: readonly Pick<HeldResource, "outputs" | "type">[],
): Record<string, unknown> {
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

/** The name at the end of a URN. */
export function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The account and region of a secret's ARN, and the secret's name in Secrets Manager. */
export function secretPlace(arn: string): { account: string; region: string; name: string } {
  const { account = "", region = "", resource = "" } = parseArn(arn) ?? {};
  return { account, region, name: resource.replace(/^secret:/, "").slice(0, -7) };
}

/** The account, region and name of a secret or parameter in AWS. Only one can have them. */
export function placeOf({
  account,
  name,
  region,
}: Pick<ResolvedSecret, "account" | "name" | "region">): string {
  return `${account.id} ${region} ${name}`;
}

/** The region of a resource's provider. A provider for a region other than its account's own is named after it: `aws-eu-central-1`. */
export function regionOf({ provider = "" }: Pick<HeldResource, "provider">): string | undefined {
  return /::aws-([a-z]+-[a-z0-9-]+)::[^:]*$/.exec(provider)?.[1];
}

/** The cluster of a resource's provider, which has the cluster's id as its name. */
export function clusterOf({ provider = "" }: Pick<HeldResource, "provider">): string | undefined {
  return /::pulumi:providers:kubernetes::([^:]+)::[^:]*$/.exec(provider)?.[1];
}
