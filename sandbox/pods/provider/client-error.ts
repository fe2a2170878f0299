import { AgentError } from "../agent/agent-error";

/** What went wrong in a call of the AWS SDK, as the provider sees it. */
export interface ClientError {
  /** Modelled client errors and refusals of the agent end the mount; others let it try the next region. */
  fatal: boolean;
  /** As the Go SDK words it, e.g. `operation error Secrets Manager: GetSecretValue, …`. */
  text: string;
}

interface ServiceFailure {
  name: string;
  message: string;
  $metadata: { httpStatusCode?: number; requestId?: string };
}

/** Words an error of an SDK call. `modelled` are the errors that the operation's model names. */
export function describeError(error: unknown, operation: string, modelled: string[]): ClientError {
  if (error instanceof AgentError) {
    return {
      fatal: error.status >= 400 && error.status < 500 && error.status !== 429,
      text: `operation error ${operation}, get identity: get credentials: failed to refresh cached credentials, ${error.message}`,
    };
  }
  if (isServiceFailure(error)) {
    const { httpStatusCode = 0, requestId = "" } = error.$metadata;
    const isModelled = modelled.includes(error.name);
    const code = isModelled ? error.name : `api error ${error.name}`;
    return {
      fatal: isModelled && httpStatusCode >= 400 && httpStatusCode < 500,
      text: `operation error ${operation}, https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}, ${code}: ${error.message}`,
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { fatal: false, text: `operation error ${operation}, ${reason}` };
}

function isServiceFailure(error: unknown): error is ServiceFailure {
  return error instanceof Error && "$metadata" in error && "$fault" in error;
}
