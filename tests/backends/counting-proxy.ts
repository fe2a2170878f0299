import { creation, proxyTo } from "../engine/proxy";

/** Stands before the sandbox and counts what was created. */
export interface CountingProxy {
  endpoint: string;
  /** How often each resource was created, by account, operation and name. */
  creations: Map<string, number>;
  close(): void;
}

const DRAWN = /-[0-9a-f]{7}(?= |$)/;

/** Counts the calls that create something and succeed. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const creations = new Map<string, number>();
  const proxy = await proxyTo(target, {
    answered: (call, { body, status }) => {
      const name = creation(call);
      if (name && status === 200) {
        // Names that Pulumi ends by drawing lots count as one: a second draw is a second creation.
        const created = `${accountIn(body)} ${name.replace(DRAWN, "")}`;
        creations.set(created, (creations.get(created) ?? 0) + 1);
      }
      return false;
    },
  });
  return { ...proxy, creations };
}

/** Account of the ARN of what was created; an alias has none in its answer. */
function accountIn(answer: string): string {
  return /arn:aws:\w+:[\w-]*:(\d{12}):/.exec(answer)?.[1] ?? "-";
}
