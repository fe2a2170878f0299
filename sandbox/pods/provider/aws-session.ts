/** How the provider's SDK clients reach one region as the pod. */
export interface AwsSession {
  region: string;
  endpoint: string;
  /** Milliseconds that the sandbox's clock is ahead of the machine's. */
  systemClockOffset: number;
  /** Asked when a client signs its first call, so a mount that sends none needs no credentials. */
  credentials: () => Promise<{
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
  }>;
}
