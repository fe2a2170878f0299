import { getOrMake, memoize } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { noAnswerReason } from "../../aws/aws-error";

/** Calls in flight at once: AWS throttles more of them. */
export const AT_ONCE = 8;

/** What is read in one account, as a policy names it: ARNs, with wildcards where AWS assigns a part. */
export interface ReadResources {
  associations: string[];
  clusters: string[];
  keys: string[];
  managedPolicies: string[];
  oidcProviders: string[];
  parameters: string[];
  /** Those of the parameters that are encrypted. */
  secureParameters: string[];
  secrets: string[];
}

interface CallSettings<Input, Output> {
  /** The action that allows it, as policies name it. */
  action: string;
  /** What it tells. */
  reason: string;
  /** What the action must be allowed on. */
  resources(read: ReadResources): string[];
  /** What of the input asks for the next page; undefined on the last one. Of a call without pages there is none. */
  next?(page: Output): Partial<Input> | undefined;
}

/** A call of AWS that reads something of an account. */
export interface LiveCall<Input, Output> extends CallSettings<Input, Output> {
  send(access: AccountAccess, input: Input): Promise<Output>;
}

/** A call that did not answer, or whose answer was not whole or is not understood. */
export class UnreadError extends Error {
  constructor(
    /** The action of the call. */
    readonly action: string,
    reason: string,
    /** AWS's own name of the error, or where it was not reached the system's. */
    readonly code?: string,
  ) {
    super(reason);
  }
}

/** What is read; where it could not be, what `otherwise` makes of that. */
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

/** What is read; nothing where AWS answered that there is no such thing. */
export function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  return orUnread(read, (error) => {
    if (error.code !== "ResourceNotFoundException") throw error;
    return undefined;
  });
}

/** Tags as AWS lists them, by their keys. */
export function tagsOf(
  tags: readonly { Key?: string; Value?: string }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** A command of the AWS SDK, as far as its types tell what it asks and what is answered. */
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

/** One client for all calls of a service with the same access: it remembers how fast AWS lets it ask. */
function clientOf(Client: SdkClient, access: AccountAccess): InstanceType<SdkClient> {
  return getOrMake(clients(access), Client, () => new Client(access));
}

/** Makes a call. Whatever goes wrong is an `UnreadError` with its action. */
export async function ask<Input, Output>(
  call: LiveCall<Input, Output>,
  access: AccountAccess,
  input: Input,
): Promise<Output> {
  try {
    return await call.send(access, input);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const said = noAnswerReason(error) ?? `${error.name}: ${error.message}`;
    const { code = error.name } = error as NodeJS.ErrnoException;
    throw new UnreadError(call.action, said, code);
  }
}

/** What an answer says in JSON. One that is none is an `UnreadError`. */
export function parsed<T>(action: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new UnreadError(action, "AWS answered a document that is no JSON");
  }
}

/** Makes a call until its last page, and answers all pages. */
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
