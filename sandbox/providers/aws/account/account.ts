import type { EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { GetCallerIdentityCommandOutput, STS } from "@aws-sdk/client-sts";
import { ownPace } from "../../../clusters/pace";
import type { CallOptions } from "./call-service";
import { type Configuration, credentialsOf, USER_AGENT } from "./configuration";
import { createEc2Client, type Ec2 } from "./ec2";
import { providerRetries } from "./errors";
import { createOrganizationsClient, type Organizations } from "./organizations";

/** The AWS clients that the stand-in uses, by the names that a provider's `endpoints` give them. */
export interface Clients {
  ec2: Ec2;
  eks: EKS;
  iam: IAM;
  kms: KMS;
  organizations: Organizations;
  secretsmanager: SecretsManager;
  sts: STS;
}

type Load<Client> = (options: object) => Promise<Client>;

const loads: { [Service in keyof Clients]: Load<Clients[Service]> } = {
  ec2: async (options) => createEc2Client(options as CallOptions),
  eks: async (options) => new (await import("@aws-sdk/client-eks")).EKS(options),
  iam: async (options) => new (await import("@aws-sdk/client-iam")).IAM(options),
  kms: async (options) => new (await import("@aws-sdk/client-kms")).KMS(options),
  organizations: async (options) => createOrganizationsClient(options as CallOptions),
  secretsmanager: async (options) =>
    new (await import("@aws-sdk/client-secrets-manager")).SecretsManager(options),
  sts: async (options) => new (await import("@aws-sdk/client-sts")).STS(options),
};

export interface Account {
  readonly region: string;
  readonly defaultTags: Record<string, string>;
  /** Who the provider is; asked once. */
  identity(): Promise<{ account: string; arn: string; userId: string; partition: string }>;
  /** The client of a service, in the default region unless another is named. */
  client<Service extends keyof Clients>(
    service: Service,
    region?: string,
  ): Promise<Clients[Service]>;
}

/** An account reached by a provider's configuration. Each client is loaded at its first use. */
export function accountOf(configuration: Configuration): Account {
  const credentials = credentialsOf(configuration);
  const clients = new Map<string, Promise<unknown>>();
  let identity: ReturnType<Account["identity"]> | undefined;
  const { region, defaultTags, maxRetries } = configuration;
  const account: Account = {
    region,
    defaultTags,
    identity: () => {
      identity ??= account
        .client("sts", configuration.stsRegion)
        .then((sts) => sts.getCallerIdentity({}))
        .then(identityFrom);
      return identity;
    },
    client: <Service extends keyof Clients>(service: Service, at = region) => {
      const key = `${service}/${at}`;
      const known = clients.get(key) as Promise<Clients[Service]> | undefined;
      if (known) return known;
      const load: Load<Clients[Service]> = loads[service];
      const created = credentials.then((provider) =>
        load({
          region: at,
          customUserAgent: USER_AGENT,
          ...(provider ? { credentials: provider } : {}),
          ...endpointOf(configuration, service),
          retryStrategy: providerRetries(ownPace(), maxRetries),
        }),
      );
      clients.set(key, created);
      return created;
    },
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
