/** What a thread is asked: to serve a provider in the environment of its plugin, and to end that. */
export type ThreadRequest = { environment: Record<string, string> } | "end";

/** Where the provider is served; then, once that has ended, whether nothing of it goes on. */
export type ThreadAnswer = { port: number } | { isIdle: boolean };
