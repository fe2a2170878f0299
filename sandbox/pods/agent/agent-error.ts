/** Why the agent gives no credentials, worded as the SDK words the agent's answer. */
export class AgentError extends Error {
  constructor(
    /** HTTP status that the agent answers. */
    public readonly status: number,
    message: string,
    /** Code of EKS Auth's error, where EKS Auth refused. */
    public readonly code?: string,
  ) {
    super(message);
  }
}
