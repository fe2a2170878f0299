import { diffRecords } from "../common/differences";
import { requireLoopback } from "../common/loopback";
import type { Lifecycle, Provider } from "../common/provider";
import { type Account, accountOf } from "./account/account";
import {
  type Configuration,
  checkConfiguration,
  configurationOf,
  settings,
} from "./account/configuration";
import { describeError } from "./account/errors";
import { callFunction } from "./functions";
import { lifecycleOf } from "./lifecycle/lifecycle";
import { propertyNames } from "./lifecycle/resource";
import { resources } from "./resources";

/** The stand-in for Pulumi's AWS provider. One process serves one configuration, and so one account. */
export function awsProvider(version: string): Provider {
  let configured: Account | undefined;
  const lifecycles = new Map<string, Lifecycle>();
  const account = (): Account => {
    if (!configured) throw new Error("the aws provider is not configured yet");
    return configured;
  };

  return {
    name: "aws",
    version,
    settings,
    types: () => ({
      moduleFormat: "(.*)(?:/[^/]*)",
      resources: Object.fromEntries(
        [...resources].map(([type, resource]) => [type, propertyNames(resource)]),
      ),
    }),
    checkConfig: checkConfiguration,
    diffConfig: (olds, news) => ({ changes: diffRecords(olds, news), deleteBeforeReplace: false }),

    async configure(config) {
      const configuration = configurationOf(config);
      requireSandbox(configuration);
      configured = accountOf(configuration);
      const { allowedAccountIds, forbiddenAccountIds, skipCredentialsValidation } = configuration;
      const guarded = allowedAccountIds.length > 0 || forbiddenAccountIds.length > 0;
      if (skipCredentialsValidation && !guarded) return;
      const id = (await identityOf(configured)).account;
      const allowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(id);
      if (!allowed || forbiddenAccountIds.includes(id)) {
        throw new Error(`AWS account ID not allowed: ${id}`);
      }
    },

    resource(type) {
      const known = lifecycles.get(type);
      if (known) return known;
      const resource = resources.get(type);
      if (!resource) return undefined;
      const lifecycle = lifecycleOf(resource, account());
      lifecycles.set(type, lifecycle);
      return lifecycle;
    },

    invoke: (token, args) => callFunction(account(), token, args),
    cancel: () => {},
  };
}

/** Requires that every service the stand-in calls is the sandbox's, and STS too, which every client calls. */
function requireSandbox({ endpoints }: Configuration): void {
  const given = Object.entries(endpoints);
  for (const [service, url] of given) requireLoopback(`endpoints.${service}`, url);
  const services = ["EC2", "EKS", "IAM", "KMS", "SECRETS_MANAGER", "STS"];
  for (const service of services) {
    const variable = `AWS_ENDPOINT_URL_${service}`;
    const own = process.env[variable];
    if (own) requireLoopback(variable, own);
  }
  requireLoopback("AWS_ENDPOINT_URL", process.env.AWS_ENDPOINT_URL);
}

async function identityOf(account: Account) {
  try {
    return await account.identity();
  } catch (error) {
    throw new Error(
      `no valid credentials for the aws provider: retrieving caller identity from STS: ${describeError(error)}`,
      { cause: error },
    );
  }
}
