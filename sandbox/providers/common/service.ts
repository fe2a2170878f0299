import { Metadata, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  type CheckFailure,
  type Diff,
  InitializationError,
  type Lifecycle,
  type PropertyChange,
  type Provider,
} from "./provider";
import { type Properties, type Unwrapped, unwrap, wrap } from "./values";

const kinds: Record<PropertyChange, messages.PropertyDiff.Kind> = {
  add: messages.PropertyDiff.Kind.ADD,
  "add-replace": messages.PropertyDiff.Kind.ADD_REPLACE,
  delete: messages.PropertyDiff.Kind.DELETE,
  "delete-replace": messages.PropertyDiff.Kind.DELETE_REPLACE,
  update: messages.PropertyDiff.Kind.UPDATE,
  "update-replace": messages.PropertyDiff.Kind.UPDATE_REPLACE,
};

/** The part of a provider's gRPC service that the engine uses. */
export type ProviderService = Omit<
  IResourceProviderServer,
  "parameterize" | "call" | "getMapping" | "getMappings" | "attach" | "construct" | "list"
>;

/** Serves a provider over gRPC. Unknown and secret values stay as the engine expects them. */
export function providerService(provider: Provider): ProviderService {
  const lifecycle = (type: string): Lifecycle => {
    const found = provider.resource(type);
    if (!found) {
      throw new Error(
        `resource type ${type} is not supported by the sandbox's ${provider.name} provider`,
      );
    }
    return found;
  };

  return {
    handshake: answer(() => {
      const response = new messages.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),

    getPluginInfo: answer(() => new PluginInfo().setVersion(provider.version)),

    getSchema: answer(() =>
      new messages.GetSchemaResponse().setSchema(JSON.stringify(schemaOf(provider))),
    ),

    checkConfig: answer((request: messages.CheckRequest) => {
      const news = read(request.getNews());
      return checkResponse(news, news.values, provider.checkConfig(news.values));
    }),

    diffConfig: answer((request: messages.DiffRequest) => {
      const olds = read(request.getOldInputs() ?? request.getOlds());
      return diffResponse(provider.diffConfig(olds.values, read(request.getNews()).values), []);
    }),

    configure: answer(async (request: messages.ConfigureRequest) => {
      await provider.configure(read(request.getArgs()).values);
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),

    check: answer(async (request: messages.CheckRequest) => {
      const urn = parseUrn(request.getUrn());
      const news = read(request.getNews());
      const { inputs, failures } = await lifecycle(urn.type).check({
        name: urn.name,
        olds: read(request.getOlds()).values,
        news: news.values,
        randomSeed: request.getRandomseed_asU8(),
      });
      return checkResponse(news, inputs, failures);
    }),

    diff: answer((request: messages.DiffRequest) => {
      const diff = lifecycle(parseUrn(request.getUrn()).type).diff({
        id: request.getId(),
        oldInputs: read(request.getOldInputs()).values,
        state: read(request.getOlds()).values,
        news: read(request.getNews()).values,
      });
      return diffResponse(diff, request.getIgnorechangesList());
    }),

    create: answer(async (request: messages.CreateRequest) => {
      const inputs = read(request.getProperties());
      const { id, outputs } = await lifecycle(parseUrn(request.getUrn()).type)
        .create({
          inputs: inputs.values,
          preview: request.getPreview(),
          timeout: request.getTimeout(),
        })
        .catch(rethrow(inputs.secrets));
      return new messages.CreateResponse()
        .setId(id)
        .setProperties(struct(wrap(outputs, inputs.secrets)));
    }),

    read: answer(async (request: messages.ReadRequest) => {
      const inputs = read(request.getInputs());
      const state = read(request.getProperties());
      const found = await lifecycle(parseUrn(request.getUrn()).type).read({
        id: request.getId(),
        inputs: inputs.values,
        state: state.values,
      });
      if (!found) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(found.id)
        .setProperties(struct(wrap(found.outputs, state.secrets)))
        .setInputs(struct(wrap(found.inputs, inputs.secrets)));
    }),

    update: answer(async (request: messages.UpdateRequest) => {
      const news = read(request.getNews());
      const outputs = await lifecycle(parseUrn(request.getUrn()).type)
        .update({
          id: request.getId(),
          oldInputs: read(request.getOldInputs()).values,
          state: read(request.getOlds()).values,
          news: news.values,
          ignoreChanges: request.getIgnorechangesList(),
          preview: request.getPreview(),
          timeout: request.getTimeout(),
        })
        .catch(rethrow(news.secrets));
      return new messages.UpdateResponse().setProperties(struct(wrap(outputs, news.secrets)));
    }),

    delete: answer(async (request: messages.DeleteRequest) => {
      await lifecycle(parseUrn(request.getUrn()).type).delete({
        id: request.getId(),
        state: read(request.getProperties()).values,
        timeout: request.getTimeout(),
      });
      return new Empty();
    }),

    invoke: answer(async (request: messages.InvokeRequest) => {
      const result = await provider.invoke(request.getTok(), read(request.getArgs()).values);
      return new messages.InvokeResponse().setReturn(struct(result));
    }),

    cancel: answer(() => {
      provider.cancel();
      return new Empty();
    }),
  };
}

/** Settings that the engine adds and no schema may name. */
const OPTIONS = ["pluginDownloadURL", "version"];

/** Only names: the provider itself checks values. */
function schemaOf({ name, settings, types, version }: Provider): object {
  const { moduleFormat, modules, resources } = types();
  const named = (names: string[]) =>
    Object.fromEntries(names.map((one) => [one, { $ref: "pulumi.json#/Any" }]));
  const own = settings.filter((setting) => !OPTIONS.includes(setting));
  return {
    ...{ name, version, meta: { moduleFormat }, provider: { inputProperties: named(own) } },
    ...(modules && { language: { nodejs: { moduleToPackage: modules } } }),
    resources: Object.fromEntries(
      Object.entries(resources).map(([type, { inputs, outputs }]) => [
        type,
        { inputProperties: named(inputs), properties: named([...inputs, ...outputs]) },
      ]),
    ),
  };
}

function answer<Request, Response>(handler: (request: Request) => Response | Promise<Response>) {
  return async (call: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>) => {
    try {
      reply(null, await handler(call.request));
    } catch (error) {
      reply(statusOf(error));
    }
  };
}

/** The state in an error is wrapped like any other. */
function rethrow(secrets: Set<string>): (error: unknown) => never {
  return (error) => {
    throw error instanceof InitializationError ? error.wrapped(secrets) : error;
  };
}

function statusOf(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new Metadata();
  if (error instanceof InitializationError) {
    const detail = new messages.ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(struct(error.outputs));
    detail.setInputs(struct(error.inputs));
    detail.setReasonsList([message]);
    const any = new Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");

    const body = new Status();
    body.setCode(status.UNKNOWN);
    body.setMessage(message);
    body.addDetails(any);
    metadata.add("grpc-status-details-bin", Buffer.from(body.serializeBinary()));
  }
  return { code: status.UNKNOWN, details: message, message, metadata };
}

function checkResponse(news: Unwrapped, inputs: Properties, failures: CheckFailure[]) {
  const response = new messages.CheckResponse();
  response.setInputs(struct(wrap(inputs, news.secrets)));
  response.setFailuresList(
    failures.map(({ property, reason }) =>
      new messages.CheckFailure().setProperty(property).setReason(reason),
    ),
  );
  return response;
}

function diffResponse(diff: Diff, ignored: string[]) {
  const response = new messages.DiffResponse();
  const changes = Object.entries(diff.changes).filter(
    ([path]) => !ignored.some((ignore) => path === ignore || path.startsWith(`${ignore}.`)),
  );
  const detailed = response.getDetaileddiffMap();
  for (const [path, change] of changes) {
    detailed.set(path, new messages.PropertyDiff().setKind(kinds[change]));
  }
  const top = ([path]: [string, PropertyChange]) => path.split(/[.[]/)[0] as string;
  response.setHasdetaileddiff(true);
  response.setDiffsList([...new Set(changes.map(top))]);
  response.setReplacesList([
    ...new Set(changes.filter(([, change]) => change.endsWith("-replace")).map(top)),
  ]);
  response.setDeletebeforereplace(
    response.getReplacesList().length > 0 && diff.deleteBeforeReplace,
  );
  response.setChanges(
    changes.length > 0
      ? messages.DiffResponse.DiffChanges.DIFF_SOME
      : messages.DiffResponse.DiffChanges.DIFF_NONE,
  );
  return response;
}

function read(message: Struct | undefined): Unwrapped {
  return unwrap((message?.toJavaScript() ?? {}) as Properties);
}

function struct(values: Properties): Struct {
  return Struct.fromJavaScript(
    JSON.parse(JSON.stringify(values)) as Record<string, JavaScriptValue>,
  );
}

function parseUrn(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}
