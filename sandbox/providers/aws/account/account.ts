import type { EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { GetCallerIdentityCommandOutput, STS } from "@aws-sdk/client-sts";

import { type Configuration, credentialsOf } from "./configuration";

/** The one account and default region that a configured provider works in. */
export interface Account {
  readonly region: string;
  readonly defaultTags: Record<string, string>;
  /** Who the provider is; asked once. */
  identity(): Promise<{ account: string; arn: string; userId: string; partition: string }>;
  iam(): Promise<IAM>;
  sts(): Promise<STS>;
  kms(region?: string): Promise<KMS>;
  secretsManager(region?: string): Promise<SecretsManager>;
  eks(region?: string): Promise<EKS>;
}

/** An account reached by a provider's configuration. Each client is loaded at its first use. */
export function accountOf(configuration: Configuration): Account {
  const credentials = credentialsOf(configuration);
  const clients = new Map<string, Promise<unknown>>();

  const client = <T>(service: string, region: string, load: (options: object) => Promise<T>) => {
    const key = `${service}/${region}`;
    const known = clients.get(key) as Promise<T> | undefined;
    if (known) return known;
    const created = credentials.then((provider) =>
      load({
        region,
        ...(provider ? { credentials: provider } : {}),
        ...endpointOf(configuration, service),
        ...(configuration.maxRetries === undefined
          ? {}
          : { maxAttempts: configuration.maxRetries + 1 }),
      }),
    );
    clients.set(key, created);
    return created;
  };

  let identity: ReturnType<Account["identity"]> | undefined;
  const { region, defaultTags } = configuration;
  const account: Account = {
    region,
    defaultTags,
    identity: () => {
      identity ??= account
        .sts()
        .then((sts) => sts.getCallerIdentity({}))
        .then(identityFrom);
      return identity;
    },
    iam: () =>
      client("iam", region, async (options) => {
        const { IAM } = await import("@aws-sdk/client-iam");
        return new IAM(options);
      }),
    sts: () =>
      client("sts", configuration.stsRegion ?? region, async (options) => {
        const { STS } = await import("@aws-sdk/client-sts");
        return new STS(options);
      }),
    kms: (at = region) =>
      client("kms", at, async (options) => {
        const { KMS } = await import("@aws-sdk/client-kms");
        return new KMS(options);
      }),
    secretsManager: (at = region) =>
      client("secretsmanager", at, async (options) => {
        const { SecretsManager } = await import("@aws-sdk/client-secrets-manager");
        return new SecretsManager(options);
      }),
    eks: (at = region) =>
      client("eks", at, async (options) => {
        const { EKS } = await import("@aws-sdk/client-eks");
        return new EKS(options);
      }),
  };
  return account;
}

function endpointOf({ endpoints }: Configuration, service: string): { endpoint?: string } {
  const endpoint = endpoints[service];
  return endpoint ? { endpoint } : {};
}

function identityFrom({
  Account: account,
  Arn: arn,
  UserId: userId,
}: GetCallerIdentityCommandOutput) {
  if (!account || !arn || !userId) {
    throw new Error("sts:GetCallerIdentity answered no account, ARN or user id");
  }
  return { account, arn, userId, partition: arn.split(":")[1] as string };
}
