import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentialIdentityProvider, RetryStrategyV2 } from "@smithy/types";
import { Sha256 } from "../../../wire/signature/canonical-request";
import { USER_AGENT } from "./configuration";

export interface Filter {
  name: string;
  values: string[];
}

/** One VPC or subnet, its members as EC2 writes them. */
export type Network = Record<string, string | undefined>;

/** What the stand-in asks of EC2, for whose own client it has no room. */
export interface Ec2 {
  describeVpcs(filters: Filter[]): Promise<Network[]>;
  describeSubnets(filters: Filter[], ids?: string[]): Promise<Network[]>;
}

interface Options {
  region: string;
  endpoint?: string;
  credentials?: AwsCredentialIdentityProvider;
  retryStrategy: RetryStrategyV2;
}

export function createEc2Client(options: Options): Ec2 {
  const ask = async (action: string, filters: Filter[], members: Record<string, string> = {}) => {
    const form: Record<string, string> = { Action: action, Version: "2016-11-15", ...members };
    for (const [index, { name, values }] of filters.entries()) {
      form[`Filter.${index + 1}.Name`] = name;
      for (const [at, value] of values.entries()) {
        form[`Filter.${index + 1}.Value.${at + 1}`] = value;
      }
    }
    const text = await retried(options.retryStrategy, () => send(options, form));
    return [...text.matchAll(/<item>(.*?)<\/item>/gs)].map(([, item = ""]) => membersOf(item));
  };
  return {
    describeVpcs: (filters) => ask("DescribeVpcs", filters),
    describeSubnets: (filters, ids = []) =>
      ask(
        "DescribeSubnets",
        filters,
        Object.fromEntries(ids.map((id, index) => [`SubnetId.${index + 1}`, id])),
      ),
  };
}

async function send(
  { region, endpoint, credentials }: Options,
  form: Record<string, string>,
): Promise<string> {
  const url = new URL(
    endpoint ?? process.env.AWS_ENDPOINT_URL_EC2 ?? process.env.AWS_ENDPOINT_URL ?? "",
  );
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  const signer = new SignatureV4({
    service: "ec2",
    region,
    credentials: credentials ?? fromNodeProviderChain(),
    sha256: Sha256,
  });
  const { protocol, hostname, port, host } = url;
  const { method, headers, body } = await signer.sign({
    ...{ method: "POST", protocol, hostname, port: Number(port), path: "/" },
    headers: {
      ...{ host, "user-agent": USER_AGENT },
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(form).toString(),
  });
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  if (response.ok) return text;
  const { Code = "", Message, RequestID } = membersOf(text);
  throw Object.assign(new Error(Message), {
    name: Code,
    $metadata: { httpStatusCode: response.status, requestId: RequestID },
  });
}

/** Tries again as the SDK's clients do by the same strategy. */
async function retried<T>(strategy: RetryStrategyV2, attempt: () => Promise<T>): Promise<T> {
  let token = await strategy.acquireInitialRetryToken("");
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode: number } }).$metadata;
      if (status && status.httpStatusCode < 500) throw error;
      try {
        token = await strategy.refreshRetryTokenForRetry(token, { errorType: "TRANSIENT" });
      } catch {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, token.getRetryDelay()));
    }
  }
}

function membersOf(xml: string): Network {
  return Object.fromEntries(
    [...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, text]) => [name, text]),
  );
}
