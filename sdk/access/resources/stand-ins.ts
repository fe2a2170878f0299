import { formatArn, partitionOf } from "iam-proof/names";
import {
  aliasArn,
  clusterArn,
  keyArn,
  type Location,
  parameterArn,
  roleArn,
  secretArn,
  standInKeyId,
  standInSuffix,
} from "../../grant/landing-zone/names";

/** A resource that is to be made. */
export interface PlannedResource {
  type: string;
  /** Its name in the program. */
  name: string;
  inputs: Record<string, unknown>;
}

/**
 * The ARNs and names that AWS or its provider would assign to a resource: the same in every run, and different for different
 * resources. Empty for resources of other providers.
 */
export function standIns(
  { inputs, name, type }: PlannedResource,
  at: Location,
): Record<string, unknown> {
  const given = (property: string) => {
    const value = inputs[property];
    return typeof value === "string" ? value : undefined;
  };
  const named = given("name") ?? name;
  const [, service = "", kind = ""] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  const path = given("path") ?? "/";
  const inIam = (resource: string) =>
    formatArn({
      partition: partitionOf(at.region),
      service: "iam",
      region: "",
      account: at.account,
      resource,
    });
  switch (`${service} ${kind}`) {
    case "secretsmanager Secret":
      return { arn: secretArn(at, named, standInSuffix(at.account, at.region, named)) };
    case "kms Key": {
      const keyId = standInKeyId(at.account, at.region, name);
      return { arn: keyArn(at, keyId), keyId };
    }
    case "kms Alias":
      return { arn: aliasArn(at, named.replace(/^alias\//, "")) };
    case "iam Role":
      return { arn: roleArn(partitionOf(at.region), at.account, path, named), name: named };
    case "iam Policy":
      return { arn: inIam(`policy${path}${named}`), name: named };
    case "iam User":
      return { arn: inIam(`user${path}${named}`), name: named };
    case "iam Group":
      return { arn: inIam(`group${path}${named}`), name: named };
    case "eks Cluster":
      return { arn: clusterArn(at, named), name: named };
    case "eks PodIdentityAssociation": {
      const cluster = given("clusterName") ?? "";
      const associationId = `a-${standInSuffix(cluster, name)}`;
      const arn = clusterArn(at, cluster).replace(":cluster/", ":podidentityassociation/");
      return { associationId, associationArn: `${arn}/${associationId}` };
    }
    case "ssm Parameter":
      return { arn: parameterArn(at, named) };
    case " ":
      return {};
    default: {
      const [region, account] = [at.region, at.account];
      const resource = `${kind.toLowerCase()}/${named}`;
      return {
        arn: formatArn({ partition: partitionOf(region), service, region, account, resource }),
      };
    }
  }
}
