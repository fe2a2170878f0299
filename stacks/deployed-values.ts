import type { HeldResources } from "./held-resources";

/** What a stack holds as its last run left it, even one that failed and so recorded no outputs. */
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
}

/** What the resources of a stack, by their URNs, say of it. */
export function deployedValues(account: string, resources: HeldResources): DeployedValues {
  const ofType = (wanted: string) =>
    Object.entries(resources).flatMap(([urn, { outputs, type }]) =>
      type === wanted && typeof outputs?.arn === "string" ? [{ arn: outputs.arn, urn }] : [],
    );
  return {
    keys: Object.fromEntries(
      ofType("aws:kms/key:Key").map(({ arn, urn }) => [keyId(account, urn, arn), arn]),
    ),
    secrets: ofType("aws:secretsmanager/secret:Secret").map(({ arn, urn }) => ({
      id: nameIn(urn).slice(0, -"-secret".length),
      arn,
    })),
  };
}

/** The id of a key by the name of its resource, `<alias>-<region>-key`. */
function keyId(account: string, urn: string, arn: string): string {
  const region = arn.split(":")[3] ?? "";
  return `${account}/${region}/${nameIn(urn).slice(0, -`-${region}-key`.length)}`;
}

function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
