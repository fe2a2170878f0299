import type { Platform } from "../identity/platform";
import type { Call, Operation } from "../wire/messages/operation";
import type { RestService, Service } from "../wire/messages/service";
import { Input } from "./input/input";
import { INPUT_DIALECTS } from "./input/input-dialect";

/** One call of an operation, as the function behind the operation gets it; `P` is all that its service works with. */
export interface Request<P extends Platform = Platform> {
  platform: P;
  call: Call;
  input: Input;
  /** What the caller must be allowed to do, as policies name it, e.g. `iam:PutRolePolicy`. */
  action: string;
}

/** A call and what the service works with, for what looks at no member of the input. */
export type Calling<P extends Platform = Platform> = Pick<Request<P>, "platform" | "call">;

/** What an operation does. */
export type Run<P extends Platform = Platform> = (request: Request<P>) => unknown;

/** The operations of a service: each stands in one row, under AWS's name. */
export type OperationTable<P extends Platform = Platform> = Record<string, Run<P>>;

/** The same of a service whose operations have paths: `GET /clusters/{name}`, and what it does. */
export type RestTable = Record<string, [route: string, run: Run]>;

/** The operations of a service as the wire calls them. */
export function bindOperations<P extends Platform>(
  platform: P,
  { protocol, signingName }: Pick<Service, "protocol" | "signingName">,
  table: OperationTable<P>,
): Record<string, Operation> {
  return mapValues(
    table,
    (run, name): Operation =>
      (call, members) => {
        const input = new Input(members, INPUT_DIALECTS[protocol]);
        return run({ platform, call, input, action: `${signingName}:${name}` });
      },
  );
}

/** A service whose operations have paths. */
export function defineRestService(
  platform: Platform,
  signingName: string,
  table: RestTable,
): RestService {
  const service = { protocol: "rest", signingName } as const;
  const runs = mapValues(table, ([, run]) => run);
  return {
    ...service,
    routes: mapValues(table, ([route]) => route),
    operations: bindOperations(platform, service, runs),
  };
}

function mapValues<T, U>(
  table: Record<string, T>,
  change: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(table).map(([name, value]) => [name, change(value, name)]),
  );
}
