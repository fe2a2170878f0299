import type { FetchedFile } from "./fetched-file";
import { type Log, MountError } from "./mount-error";

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

/** The files of the first session that has them; none where none has. A fatal error of any ends the mount, the others are logged. */
export async function filesOfFirst(
  sessions: AwsSession[],
  log: Log,
  fetch: (session: AwsSession, isFailover: boolean) => Promise<FetchedFile[]>,
): Promise<FetchedFile[]> {
  let files: FetchedFile[] = [];
  for (const [index, session] of sessions.entries()) {
    try {
      const found = await fetch(session, index > 0);
      if (files.length === 0) files = found;
    } catch (error) {
      if (error instanceof MountError) throw error;
      log(error instanceof Error ? error.message : String(error));
    }
  }
  return files;
}
