import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { isMapping } from "iam-proof/collections";
import { checkInputs } from "../../common/check-inputs";
import type { CheckFailure } from "../../common/provider";
import {
  boolean,
  isUnknown,
  list,
  map,
  number,
  object,
  type Properties,
  type Schema,
  string,
} from "../../common/values";

const schema: Schema = {
  accessKey: string(),
  allowedAccountIds: list(string()),
  assumeRoles: list(
    object({
      duration: string(),
      externalId: string(),
      policy: string(),
      policyArns: list(string()),
      roleArn: string(),
      sessionName: string(),
      sourceIdentity: string(),
      tags: map(),
      transitiveTagKeys: list(string()),
    }),
  ),
  defaultTags: object({ tags: map() }),
  endpoints: list(map()),
  forbiddenAccountIds: list(string()),
  maxRetries: number(),
  pluginDownloadURL: string(),
  profile: string(),
  region: string(),
  secretKey: string(),
  skipCredentialsValidation: boolean(),
  skipMetadataApiCheck: boolean(),
  skipRegionValidation: boolean(),
  skipRequestingAccountId: boolean(),
  stsRegion: string(),
  token: string(),
  version: string(),
};

export const settings = Object.keys(schema);

/** By which the sandbox tells the provider's calls from others. */
export const USER_AGENT = "pulumi-resource-aws";

interface AssumeRole {
  duration?: string;
  externalId?: string;
  policy?: string;
  policyArns?: string[];
  roleArn?: string;
  sessionName?: string;
  sourceIdentity?: string;
  tags?: Record<string, string>;
  transitiveTagKeys?: string[];
}

export interface Configuration {
  region: string;
  defaultTags: Record<string, string>;
  endpoints: Record<string, string>;
  allowedAccountIds: string[];
  forbiddenAccountIds: string[];
  assumeRoles: AssumeRole[];
  profile?: string;
  accessKey?: string;
  secretKey?: string;
  token?: string;
  maxRetries?: number;
  stsRegion?: string;
  skipCredentialsValidation?: boolean;
}

export function checkConfiguration(config: Properties): CheckFailure[] {
  return checkInputs("pulumi:providers:aws", schema, parsed(config)).failures;
}

export function configurationOf(config: Properties): Configuration {
  const { inputs, failures } = checkInputs("pulumi:providers:aws", schema, parsed(config));
  if (failures[0]) throw new Error(failures[0].reason);
  const given = inputs as Partial<Omit<Configuration, "defaultTags" | "endpoints">> & {
    defaultTags?: { tags?: Record<string, string> };
    endpoints?: Record<string, string>[];
  };
  const region = given.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (!region) {
    throw new Error("region is required: set aws:region, AWS_REGION or the provider's region");
  }
  return {
    ...given,
    region,
    allowedAccountIds: given.allowedAccountIds ?? [],
    forbiddenAccountIds: given.forbiddenAccountIds ?? [],
    assumeRoles: given.assumeRoles ?? [],
    defaultTags: given.defaultTags?.tags ?? {},
    endpoints: Object.assign({}, ...(given.endpoints ?? [])),
  };
}

/**
 * The configuration's keys, else its profile, else the environment's (`undefined`), with each role to assume on top. In the
 * environment keys come before `AWS_PROFILE`, as in the AWS SDK for Go, of which the real provider is made.
 */
export async function credentialsOf(
  configuration: Configuration,
): Promise<AwsCredentialIdentityProvider | undefined> {
  const { accessKey, secretKey, token, profile, assumeRoles } = configuration;
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_SECRET_ACCESS_KEY } = process.env;
  const asksForOne = accessKey || profile || AWS_PROFILE;
  if (!asksForOne && assumeRoles.length === 0) return undefined;

  const { fromEnv, fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import(
    "@aws-sdk/credential-providers"
  );
  const ambient = AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY ? fromEnv : fromNodeProviderChain;
  const outside = () => (profile ? fromIni({ profile }) : ambient());
  const base: AwsCredentialIdentityProvider =
    accessKey && secretKey
      ? async () => ({
          accessKeyId: accessKey,
          secretAccessKey: secretKey,
          ...(token ? { sessionToken: token } : {}),
        })
      : outside();

  return assumeRoles.reduce<AwsCredentialIdentityProvider>(
    (masterCredentials, role) =>
      fromTemporaryCredentials({
        masterCredentials,
        clientConfig: {
          region: configuration.stsRegion ?? configuration.region,
          customUserAgent: USER_AGENT,
          ...(configuration.endpoints.sts ? { endpoint: configuration.endpoints.sts } : {}),
        },
        params: {
          RoleArn: role.roleArn,
          RoleSessionName: role.sessionName ?? `pulumi-${process.pid}`,
          ExternalId: role.externalId,
          Policy: role.policy,
          PolicyArns: role.policyArns?.map((arn) => ({ arn })),
          SourceIdentity: role.sourceIdentity,
          Tags: Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
          TransitiveTagKeys: role.transitiveTagKeys,
          DurationSeconds: seconds(role.duration),
        },
      }),
    base,
  );
}

/** Seconds of a duration such as `1h30m`. */
function seconds(duration: string | undefined): number | undefined {
  if (!duration) return undefined;
  const [whole, hours, minutes, rest] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  if (!whole) throw new Error(`assumeRoles duration must be like 1h30m, got ${duration}`);
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
}

/** Everything but text travels as JSON text in a provider's configuration. */
function parsed(config: Properties): Properties {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      const kind = schema[name]?.shape.kind;
      if (kind === undefined || kind === "string" || typeof value !== "string")
        return [name, value];
      if (isUnknown(value)) return [name, value];
      const inner: unknown = JSON.parse(value);
      return [name, isMapping(inner) || Array.isArray(inner) ? inner : (inner ?? undefined)];
    }),
  );
}
