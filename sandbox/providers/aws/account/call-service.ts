import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentialIdentityProvider, RetryStrategyV2 } from "@smithy/types";
import { Sha256 } from "../../../wire/signature/canonical-request";
import { USER_AGENT } from "./configuration";

/** How the calls of a client are made, as the SDK's clients take it. */
export interface CallOptions {
  region: string;
  endpoint?: string;
  credentials?: AwsCredentialIdentityProvider;
  retryStrategy: RetryStrategyV2;
}

/** An error's code and message out of the text of an answer. */
type ReadError = (text: string) => { code: string; message?: string; requestId?: string };

/** Calls a service for whose own client the stand-in has no room. */
export async function callService(
  { region, endpoint, credentials, retryStrategy }: CallOptions,
  service: string,
  { body, headers }: { body: string; headers: Record<string, string> },
  readError: ReadError,
): Promise<string> {
  const { AWS_ENDPOINT_URL, [`AWS_ENDPOINT_URL_${service.toUpperCase()}`]: own } = process.env;
  const { protocol, hostname, port, host, href } = new URL(
    endpoint ?? own ?? AWS_ENDPOINT_URL ?? "",
  );
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  const signer = new SignatureV4({
    ...{ service, region, sha256: Sha256 },
    credentials: credentials ?? fromNodeProviderChain(),
  });
  return retried(retryStrategy, async () => {
    const signed = await signer.sign({
      ...{ method: "POST", protocol, hostname, port: Number(port), path: "/", body },
      headers: { host, "user-agent": USER_AGENT, ...headers },
    });
    const { method, headers: sent } = signed;
    const response = await fetch(href, { method, headers: sent, body });
    const text = await response.text();
    if (response.ok) return text;
    const { code, message, requestId } = readError(text);
    throw Object.assign(new Error(message), {
      name: code,
      $metadata: { httpStatusCode: response.status, requestId },
    });
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
