import {
  type Connection,
  type ControlClient,
  type DataDirectory,
  type Ended,
  runCommand,
} from "@eks-pod-secrets/sandbox";

/** What every step of the demo stands on. */
export interface Demo {
  data: DataDirectory;
  connection: Connection;
  control: ControlClient;
  /** Environment of the command, which acts in each account by a profile of its own. */
  environment: Record<string, string>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Shows AWS's full answers and the whole proof. */
  verbose: boolean;
  /** Shows one line. */
  say(line: string): void;
}

/** Runs a verb of `eks-pod-secrets` as its users do. What it says meanwhile is shown as it comes. */
export async function runVerb(
  { data, environment, signal }: Demo,
  args: string[],
  input?: string,
): Promise<Ended> {
  signal.throwIfAborted();
  const ended = await runCommand(data, args, { environment, input, signal, progress: "inherit" });
  signal.throwIfAborted();
  return ended;
}
