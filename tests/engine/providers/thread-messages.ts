/** A request to a thread: to serve a provider in the environment of its plugin, or to end that. */
export type ThreadRequest = { environment: Record<string, string> } | "end";

/** The answer of a thread: the provider's port, or after its end whether no call continues. */
export type ThreadAnswer = { port: number } | { isIdle: boolean };
