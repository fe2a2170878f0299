import { isMapping } from "iam-proof/collections";
import type { Platform } from "../identity/platform";
import {
  AwsError,
  type Call,
  type Operation,
  type RestService,
  type Service,
} from "../wire/messages";
import { Input } from "./input/input";
import { INPUT_DIALECTS } from "./input/input-dialect";

/** One call of an operation, as its function gets it. `P`: everything that its service uses. */
export interface Request<P extends Platform = Platform> {
  platform: P;
  call: Call;
  input: Input;
  /** The required action as policies name it, e.g. `iam:PutRolePolicy`. */
  action: string;
}

/** A call and what its service uses, for code that reads no input. */
export type Calling<P extends Platform = Platform> = Pick<Request<P>, "platform" | "call">;

export type Run<P extends Platform = Platform> = (request: Request<P>) => unknown;

/** Adds a common behaviour to operations that support an input member. */
type Wrapping<P extends Platform> = [member: string, wrap: (run: Run<P>) => Run<P>];

type Runs<Name extends string, P extends Platform> = Record<Uncapitalize<Name>, Run<P>>;

type ServiceTraits = Pick<Service, "protocol" | "signingName"> & {
  unsupported: string;
};

/** `honoured`: the members that each operation supports; others are refused by name. `runs`: its function, by name. */
export function bindOperations<P extends Platform, Name extends string>(
  platform: P,
  { protocol, signingName, unsupported }: ServiceTraits,
  honoured: Record<Name, string>,
  runs: NoInfer<Runs<Name, P>>,
  [wrapped, wrap]: NoInfer<Wrapping<P>> = ["", (run) => run],
): Record<string, Operation> {
  return mapValues<string, Operation>(honoured, (members, name) => {
    const known = new Members(members);
    const own: Run<P> = Reflect.get(runs, `${name[0]?.toLowerCase()}${name.slice(1)}`);
    const run = members.split(/\s+/).includes(wrapped) ? wrap(own) : own;
    return (call, sent) => {
      const stray = known.stray(sent);
      if (stray !== undefined) {
        throw new AwsError(unsupported, `${stray} of ${name} is not offered by the sandbox`);
      }
      const input = new Input(sent, INPUT_DIALECTS[protocol]);
      return run({ platform, call, input, action: `${signingName}:${name}` });
    };
  });
}

/** The same for operations with paths: each has a route, `GET /clusters/{name}`, before its members. Labels are members too. */
export function defineRestService<Name extends string>(
  platform: Platform,
  traits: Omit<ServiceTraits, "protocol">,
  table: Record<Name, string>,
  runs: NoInfer<Runs<Name, Platform>>,
  wrapping?: Wrapping<Platform>,
): RestService {
  const service = { ...traits, protocol: "rest" } as const;
  const routes = mapValues<string, string>(table, (row) => row.split(" ", 2).join(" "));
  const honoured = mapValues<string, string>(table, (row) =>
    row.replace(/^\w+ \S+/, (route) => (route.match(/(?<=\{)\w+/g) ?? []).join(" ")),
  );
  return {
    ...service,
    routes,
    operations: bindOperations<Platform, string>(platform, service, honoured, runs, wrapping),
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

/** The members that an operation supports, by dotted paths: `Tags.Key`. */
class Members {
  private readonly paths: ReadonlySet<string>;
  private readonly structures: ReadonlySet<string>;

  /** `declared`: the paths, separated by white space. */
  constructor(declared: string) {
    const paths = declared.split(/\s+/).filter(Boolean);
    this.paths = new Set(paths);
    this.structures = new Set(paths.flatMap(pathsAbove));
  }

  /** The path of a sent member that is not supported. Undefined if there is none. */
  stray(sent: Readonly<Record<string, unknown>>): string | undefined {
    return this.strayIn(sent, "");
  }

  private strayIn(value: unknown, path: string): string | undefined {
    if (Array.isArray(value)) return firstOf(value, (item) => this.strayIn(item, path));
    if (!isMapping(value)) return undefined;
    return firstOf(Object.entries(value), ([name, held]) => {
      // EC2 numbers the items of a list with members.
      const inside = path !== "" && /^\d+$/.test(name) ? path : `${path}${path && "."}${name}`;
      if (held === undefined || held === null || this.paths.has(inside)) return undefined;
      return this.structures.has(inside) ? this.strayIn(held, inside) : inside;
    });
  }
}

function pathsAbove(path: string): string[] {
  const parts = path.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

function firstOf<T>(items: T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
