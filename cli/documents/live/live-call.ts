import { getOrMake, memoize } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { explainedError } from "../../aws/aws-error";

/** Calls in flight at once: AWS throttles more of them. */
export const AT_ONCE = 8;

/** What the tool reads in one account, as a policy names it: ARNs, with wildcards where AWS assigns a part. */
export interface ReadResources {
  associations: string[];
  clusters: string[];
  keys: string[];
  managedPolicies: string[];
  oidcProviders: string[];
  parameters: string[];
  /** The parameters that are encrypted. */
  secureParameters: string[];
  secrets: string[];
}

interface CallSettings<Input, Output> {
  /** The action that allows it, as policies name it. */
  action: string;
  /** What the call tells us. */
  reason: string;
  /** What the action must be allowed on. */
  resources(read: ReadResources): string[];
  /** The input that asks for the next page. Undefined on the last page. Leave it out where a call has no pages. */
  next?(page: Output): Partial<Input> | undefined;
}

/** A call to AWS that reads something from an account. */
export interface LiveCall<Input, Output> extends CallSettings<Input, Output> {
  send(access: AccountAccess, input: Input): Promise<Output>;
}

/** A call that failed, or whose answer is incomplete or not understood. */
export class UnreadError extends Error {
  constructor(
    /** The action of the call. */
    readonly action: string,
    reason: string,
    /** AWS's own name of the error. Where AWS was not reached, the operating system's. */
    readonly code?: string,
  ) {
    super(reason);
  }
}

/** Reads something. If the read fails, returns what `otherwise` makes of the error. */
export async function orUnread<T, U>(
  read: () => T | Promise<T>,
  otherwise: (error: UnreadError) => U,
): Promise<T | U> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadError) return otherwise(error);
    throw error;
  }
}

/** Reads something. Returns undefined if AWS answers that it does not exist. */
export function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  return orUnread(read, (error) => {
    if (error.code !== "ResourceNotFoundException") throw error;
    return undefined;
  });
}

/** Turns tags as AWS lists them into a record by key. */
export function tagsOf(
  tags: readonly { Key?: string; Value?: string }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** The part of an AWS SDK command whose types give its input and its answer. */
interface SdkCommand<Input, Output> {
  readonly input: Input;
  // biome-ignore lint/suspicious/noExplicitAny: only its answer matters here
  resolveMiddleware(...settings: any[]): (input: any) => Promise<{ output: Output }>;
}

type SdkClient = new (
  access: AccountAccess,
) => {
  // biome-ignore lint/suspicious/noExplicitAny: each client sends commands of its own service
  send(command: any): Promise<any>;
};

/** Defines a call by its command of the AWS SDK. */
export function defineCall<Input, Output>(
  Client: SdkClient,
  // biome-ignore lint/suspicious/noExplicitAny: the input's type stands in the command itself
  Command: new (input: any) => SdkCommand<Input, Output>,
  settings: CallSettings<Input, Output>,
): LiveCall<Input, Output> {
  return {
    ...settings,
    send: (access, input) => clientOf(Client, access).send(new Command(input)),
  };
}

const clients = memoize((_: AccountAccess) => new Map<SdkClient, InstanceType<SdkClient>>());

/** One client for all calls to a service with the same access: a client remembers how fast AWS lets it ask. */
function clientOf(Client: SdkClient, access: AccountAccess): InstanceType<SdkClient> {
  return getOrMake(clients(access), Client, () => new Client(access));
}

/** Makes a call. Every failure becomes an `UnreadError` with the call's action. */
export async function ask<Input, Output>(
  call: LiveCall<Input, Output>,
  access: AccountAccess,
  input: Input,
): Promise<Output> {
  try {
    return await call.send(access, input);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code = error.name } = error as NodeJS.ErrnoException;
    throw new UnreadError(call.action, explainedError(error), code);
  }
}

/** Parses JSON in an answer. Invalid JSON is an `UnreadError`. */
export function parsed<T>(action: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new UnreadError(action, "AWS answered a document that is no JSON");
  }
}

/** Makes a call for each page, and returns all pages. */
export async function askAllPages<Input, Output>(
  call: LiveCall<Input, Output>,
  access: AccountAccess,
  input: Input,
): Promise<Output[]> {
  const pages: Output[] = [];
  const asked = new Set<string>();
  for (let more: Partial<Input> | undefined = {}; more; ) {
    const page: Output = await ask(call, access, { ...input, ...more });
    pages.push(page);
    more = call.next?.(page);
    const token = more && JSON.stringify(more);
    if (token === "{}" || (token && asked.has(token))) {
      throw new UnreadError(call.action, "AWS says that there is more, and not where");
    }
    if (token) asked.add(token);
  }
  return pages;
}
