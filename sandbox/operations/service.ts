import type { Platform } from "../identity/platform";
import { AwsError, type Call, type Operation } from "../wire/messages/operation";
import type { RestService, Service } from "../wire/messages/service";
import { Input } from "./input/input";
import { INPUT_DIALECTS } from "./input/input-dialect";
import { Members } from "./input/members";

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

/** What an operation does, and the members of its input that it honours. Every other member is refused by name. */
export type OperationRow<P extends Platform = Platform> = [honoured: string, run: Run<P>];

/** The operations of a service: each stands in one row, under AWS's name. */
export type OperationTable<P extends Platform = Platform> = Record<string, OperationRow<P>>;

/** The same of a service whose operations have paths: `GET /clusters/{name}`, whose labels are members too. */
export type RestTable = Record<string, [route: string, ...OperationRow]>;

/** What of a service its operations know. */
type ServiceTraits = Pick<Service, "protocol" | "signingName"> & {
  /** The code by which the service refuses a member that it does not offer. */
  unsupported: string;
};

/** The operations of a service as the wire calls them. */
export function bindOperations<P extends Platform>(
  platform: P,
  { protocol, signingName, unsupported }: ServiceTraits,
  table: OperationTable<P>,
): Record<string, Operation> {
  return mapValues(table, ([honoured, run], name): Operation => {
    const known = new Members(honoured);
    return (call, members) => {
      const stray = known.stray(members);
      if (stray !== undefined) {
        throw new AwsError(unsupported, `${stray} of ${name} is not offered by the sandbox`);
      }
      const input = new Input(members, INPUT_DIALECTS[protocol]);
      return run({ platform, call, input, action: `${signingName}:${name}` });
    };
  });
}

/** A service whose operations have paths. */
export function defineRestService(
  platform: Platform,
  traits: Omit<ServiceTraits, "protocol">,
  table: RestTable,
): RestService {
  const service = { ...traits, protocol: "rest" } as const;
  const rows = mapValues(table, ([route, honoured, run]): OperationRow => {
    const labels = [...route.matchAll(/\{(\w+)\}/g)].map(([, label]) => label);
    return [[...labels, honoured].join(" "), run];
  });
  return {
    ...service,
    routes: mapValues(table, ([route]) => route),
    operations: bindOperations(platform, service, rows),
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
