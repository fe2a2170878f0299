import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import {
  ResourceProviderClient,
  ResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Provider } from "../../../sandbox/providers/common/provider";
import { providerService } from "../../../sandbox/providers/common/service";
import type { Properties } from "../../../sandbox/providers/common/values";

const { Kind } = messages.PropertyDiff;
const kindNames = new Map(Object.entries(Kind).map(([name, kind]) => [kind, name]));

/** The part of a diff that tests use: each changed path with its kind, such as `{ name: "UPDATE_REPLACE" }`. */
export interface SeenDiff {
  changes: Record<string, string | undefined>;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** What the engine stores about a resource. */
export interface Kept {
  inputs: Properties;
  state: Properties;
}

/** The engine's side of a provider: the calls that it makes over gRPC. */
export type Engine = Awaited<ReturnType<typeof serveForTest>>;

/** Serves a provider on a free port, and calls it as the engine does. Every resource is named `thing`. */
export async function serveForTest(provider: Provider) {
  const server = new Server();
  server.addService(ResourceProviderService, { ...providerService(provider) });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());

  const call = <Response>(method: (...args: never[]) => unknown, request: object) =>
    new Promise<Response>((resolve, reject) => {
      const reply = (error: ServiceError | null, response: Response) => {
        if (!error) resolve(response);
        else reject(Object.assign(new Error(error.details), { metadata: error.metadata }));
      };
      Reflect.apply(method, client, [request, reply]);
    });

  return {
    checkConfig: async (config: Properties) => {
      const request = new messages.CheckRequest().setNews(struct(config));
      return failuresOf(await call<messages.CheckResponse>(client.checkConfig, request));
    },
    diffConfig: async (olds: Properties, news: Properties) => {
      const request = new messages.DiffRequest();
      request.setOldInputs(struct(olds)).setOlds(struct(olds)).setNews(struct(news));
      return seen(await call<messages.DiffResponse>(client.diffConfig, request));
    },
    configure: (config: Properties) =>
      call<messages.ConfigureResponse>(
        client.configure,
        new messages.ConfigureRequest().setArgs(struct(config)),
      ),
    check: async (type: string, news: Properties, olds: Properties = {}) => {
      const request = new messages.CheckRequest();
      request.setUrn(urn(type)).setNews(struct(news)).setOlds(struct(olds));
      request.setRandomseed(Buffer.from("a seed of the engine"));
      const response = await call<messages.CheckResponse>(client.check, request);
      return { inputs: plain(response.getInputs()), failures: failuresOf(response) };
    },
    diff: async (type: string, olds: Kept, news: Properties, ignoreChanges: string[] = []) => {
      const request = new messages.DiffRequest();
      request.setUrn(urn(type)).setId("id").setIgnorechangesList(ignoreChanges);
      request.setOldInputs(struct(olds.inputs)).setOlds(struct(olds.state)).setNews(struct(news));
      return seen(await call<messages.DiffResponse>(client.diff, request));
    },
    create: async (type: string, inputs: Properties, preview = false) => {
      const request = new messages.CreateRequest();
      request.setUrn(urn(type)).setProperties(struct(inputs)).setPreview(preview);
      const response = await call<messages.CreateResponse>(client.create, request);
      return { id: response.getId(), state: plain(response.getProperties()) };
    },
    read: async (type: string, id: string, olds?: Kept) => {
      const request = new messages.ReadRequest().setUrn(urn(type)).setId(id);
      request.setInputs(struct(olds?.inputs ?? {})).setProperties(struct(olds?.state ?? {}));
      const response = await call<messages.ReadResponse>(client.read, request);
      return {
        id: response.getId(),
        inputs: plain(response.getInputs()),
        state: plain(response.getProperties()),
      };
    },
    update: async (
      type: string,
      id: string,
      olds: Kept,
      news: Properties,
      { preview = false, ignoreChanges = [] as string[] } = {},
    ) => {
      const request = new messages.UpdateRequest().setUrn(urn(type)).setId(id).setPreview(preview);
      request.setIgnorechangesList(ignoreChanges);
      request.setOldInputs(struct(olds.inputs)).setOlds(struct(olds.state)).setNews(struct(news));
      return plain((await call<messages.UpdateResponse>(client.update, request)).getProperties());
    },
    delete: async (type: string, id: string, state: Properties) => {
      const request = new messages.DeleteRequest().setUrn(urn(type)).setId(id);
      await call(client.delete, request.setProperties(struct(state)));
    },
    invoke: async (token: string, args: Properties) => {
      const request = new messages.InvokeRequest().setTok(token).setArgs(struct(args));
      return plain((await call<messages.InvokeResponse>(client.invoke, request)).getReturn());
    },
    close: () => {
      client.close();
      server.forceShutdown();
    },
  };
}

/** Sets environment variables. Returns a function that restores the former values. */
export function setEnvironment(variables: Record<string, string | undefined>): () => void {
  const before = Object.fromEntries(
    Object.keys(variables).map((name) => [name, process.env[name]]),
  );
  const put = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  put(variables);
  return () => put(before);
}

/** Warnings that libraries write to the console while `use` runs. */
export async function warningsOf(use: () => Promise<unknown>): Promise<unknown[]> {
  const { warn } = console;
  const warnings: unknown[] = [];
  console.warn = (...said: unknown[]) => warnings.push(...said);
  try {
    await use();
  } finally {
    console.warn = warn;
  }
  return warnings;
}

function urn(type: string): string {
  return `urn:pulumi:stack::project::eks-pod-secrets:index:PodSecret$${type}::thing`;
}

function struct(values: Properties): Struct {
  return Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
}

function plain(message: Struct | undefined): Properties {
  return (message?.toJavaScript() ?? {}) as Properties;
}

function failuresOf(response: messages.CheckResponse): string[] {
  return response.getFailuresList().map((failure) => failure.getReason());
}

function seen(response: messages.DiffResponse): SeenDiff {
  const changes: SeenDiff["changes"] = {};
  response.getDetaileddiffMap().forEach((change, path) => {
    changes[path] = kindNames.get(change.getKind());
  });
  return {
    changes,
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

/** Makes a resource as the engine does: check, then create. */
export async function makeResource(
  engine: Engine,
  type: string,
  program: Properties,
): Promise<Kept & { id: string }> {
  const { inputs, failures } = await engine.check(type, program);
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return { inputs, ...(await engine.create(type, inputs)) };
}

/** Changes a resource as the engine does: check, diff, update. Also returns the diff. */
export async function changeResource(
  engine: Engine,
  type: string,
  old: Kept & { id: string },
  program: Properties,
): Promise<Kept & { id: string; changes: SeenDiff["changes"] }> {
  const { inputs, failures } = await engine.check(type, program, old.inputs);
  if (failures.length > 0) throw new Error(failures.join("\n"));
  const { changes } = await engine.diff(type, old, inputs);
  return { id: old.id, inputs, changes, state: await engine.update(type, old.id, old, inputs) };
}
