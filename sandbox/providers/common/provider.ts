import { type Properties, wrap } from "./values";

export interface CheckFailure {
  /** Path of the input, e.g. `rotationRules.duration`. */
  property: string;
  reason: string;
}

/** What happens to one property. The `replace` kinds make a new resource. */
export type PropertyChange =
  | "add"
  | "add-replace"
  | "delete"
  | "delete-replace"
  | "update"
  | "update-replace";

export interface Diff {
  /** Changes by property path, e.g. `tags.team`. Empty if nothing changes. */
  changes: Record<string, PropertyChange>;
  /** Whether the old resource is deleted before the new one is created, for example if both have one name. */
  deleteBeforeReplace: boolean;
}

export interface CheckRequest {
  name: string;
  olds: Properties;
  news: Properties;
  /** Makes the random part of a name the same on every request of the engine. */
  randomSeed: Uint8Array;
}

export interface CheckResult {
  inputs: Properties;
  failures: CheckFailure[];
}

export interface DiffRequest {
  id: string;
  oldInputs: Properties;
  state: Properties;
  news: Properties;
}

export interface CreateRequest {
  inputs: Properties;
  preview: boolean;
  /** Seconds, 0 when the program sets none. */
  timeout: number;
}

export interface ReadRequest {
  id: string;
  inputs: Properties;
  /** Empty when the resource is imported. */
  state: Properties;
}

export interface UpdateRequest extends DiffRequest {
  /** Paths of properties whose changes the program ignores. */
  ignoreChanges: string[];
  preview: boolean;
  timeout: number;
}

export interface DeleteRequest {
  id: string;
  state: Properties;
  timeout: number;
}

export interface Created {
  /** Empty in a preview. */
  id: string;
  outputs: Properties;
}

export interface Found extends Created {
  inputs: Properties;
}

export interface Lifecycle {
  check(request: CheckRequest): CheckResult | Promise<CheckResult>;
  diff(request: DiffRequest): Diff;
  create(request: CreateRequest): Promise<Created>;
  /** `undefined` when the resource is gone. */
  read(request: ReadRequest): Promise<Found | undefined>;
  update(request: UpdateRequest): Promise<Properties>;
  delete(request: DeleteRequest): Promise<void>;
}

export interface ResourceTypes {
  /** Names of inputs, and of outputs that are no inputs, by the type's token. */
  resources: Record<string, { inputs: string[]; outputs: string[] }>;
  /** A regular expression for the part of a token's module that names the SDK's module. */
  moduleFormat: string;
  /** Modules of the SDK for Node.js with other names. */
  modules?: Record<string, string>;
}

export interface Provider {
  name: string;
  version: string;
  settings: string[];
  /** The resource types of its schema. With them `pulumi import` writes code, and Pulumi checks YAML programs. */
  types(): ResourceTypes;
  checkConfig(config: Properties): CheckFailure[];
  diffConfig(olds: Properties, news: Properties): Diff;
  configure(config: Properties): Promise<void>;
  /** `undefined` for a type that the provider does not have. */
  resource(type: string): Lifecycle | undefined;
  invoke(token: string, args: Properties): Promise<Properties>;
  cancel(): void;
}

/** The resource exists but did not become ready. The engine keeps its ID and state, and marks it as failed. */
export class InitializationError extends Error {
  constructor(
    message: string,
    public readonly id: string,
    public readonly outputs: Properties,
    public readonly inputs: Properties,
  ) {
    super(message);
  }

  /** The same error with the named properties marked as secrets. */
  wrapped(secrets: Set<string>): InitializationError {
    const { message, id, outputs, inputs } = this;
    return new InitializationError(message, id, wrap(outputs, secrets), wrap(inputs, secrets));
  }
}
