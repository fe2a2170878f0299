import { autoname } from "../../common/autoname";
import { checkInputs } from "../../common/check-inputs";
import { diffInputs } from "../../common/differences";
import {
  type CheckRequest,
  type Diff,
  InitializationError,
  type Lifecycle,
} from "../../common/provider";
import {
  EMPTY,
  isUnknown,
  type Properties,
  type Property,
  type Schema,
  unknownValue,
  withDefaults,
} from "../../common/values";
import type { Account } from "../account/account";
import { describeError, isNotFound, isRefusal, retried } from "../account/errors";
import {
  type AwsResource,
  type Context,
  type Inputs,
  inputsOf,
  isRegional,
  parseImportId,
} from "./resource";

const GONE = "it is gone after creation";

export function lifecycleOf(resource: AwsResource, account: Account): Lifecycle {
  const schema = inputsOf(resource);
  const contextOf = async (known: Properties): Promise<Context> => {
    const region = typeof known.region === "string" ? known.region : account.region;
    return { account, region, client: await account.client(resource.service, region) };
  };
  const failed = (verb: string, id: string, error: unknown) =>
    new Error(`${verb} ${resource.noun} (${id}): ${describeError(error)}`, { cause: error });

  const isGone = (error: unknown) => isNotFound(error) || isRefusal(error, resource.goneWhen ?? []);
  const planned = (inputs: Properties) => normalised(schema, plain(inputs));

  const readState = async (id: string, known: Properties): Promise<Properties | undefined> => {
    try {
      const context = await contextOf(known);
      const found = await resource.read(context, id, known);
      return found && stateFrom(schema, resource, context, known, { id, ...found });
    } catch (error) {
      if (isGone(error)) return undefined;
      throw failed("reading", id, error);
    }
  };
  /** AWS may say for a while that a new resource does not exist. */
  const readNewState = (id: string, known: Properties): Promise<Properties> =>
    retried([{ name: "Error", says: GONE }], async () => {
      const outputs = await readState(id, known);
      if (!outputs) throw new Error(`creating ${resource.noun} (${id}): ${GONE}`);
      return outputs;
    });
  // The true provider plans it where the program gives none. So a half-made resource has it, too; without it, nothing differs.
  const ownRegion: Properties = isRegional(resource) ? { region: account.region } : {};
  const changesOf = (state: Properties, news: Properties) =>
    diffInputs(schema, { ...ownRegion, ...state }, { ...ownRegion, ...news });

  return {
    check({ name, olds, news, randomSeed }) {
      const drawn = drawnName(resource, { name, olds, news, randomSeed });
      const checked = checkInputs(resource.type, schema, { ...news, ...drawn });
      const complete = withDefaults(schema, checked.inputs);
      const isDrawn = (property: string) => property in drawn || !(property in checked.inputs);
      const defaults = Object.keys(complete).filter(isDrawn);
      if (resource.tagging && Object.keys(account.defaultTags).length > 0) {
        complete.tags = { ...account.defaultTags, ...(complete.tags as object | undefined) };
      }
      const problems = () => resource.problems?.(complete) ?? [];
      const failures = checked.failures.length > 0 ? checked.failures : problems();
      return { inputs: { ...complete, __defaults: defaults.sort() }, failures };
    },

    diff({ state, news }): Diff {
      const changes = changesOf(state, news);
      if (!resource.update) {
        for (const [path, change] of Object.entries(changes)) {
          if (!change.endsWith("-replace")) changes[path] = `${change}-replace` as typeof change;
        }
      }
      const namedByProgram =
        resource.autoname !== undefined &&
        news[nameProperty(resource)] !== undefined &&
        !isDefault(news, nameProperty(resource));
      return { changes, deleteBeforeReplace: resource.deleteBeforeReplace ?? namedByProgram };
    },

    async create({ inputs, preview }) {
      const wanted: Properties = { ...ownRegion, ...planned(inputs) };
      if (preview) return { id: "", outputs: previewOf(schema, resource, wanted) };
      let id: string | undefined;
      try {
        const context = await contextOf(wanted);
        id = await retried(resource.retries ?? [], () =>
          resource.create(context, wanted, (created) => {
            id = created;
          }),
        );
      } catch (error) {
        const label = String(wanted.name ?? id ?? resource.type);
        const reason = failed("creating", label, error);
        if (id === undefined) throw reason;
        const state = (await readState(id, wanted).catch(() => undefined)) ?? wanted;
        throw new InitializationError(reason.message, id, { ...state, id }, inputs);
      }
      if (resource.stateAsAsked) return { id, outputs: { ...wanted, id } };
      const known = resource.readBy ? { ...wanted, [resource.readBy]: id } : wanted;
      try {
        return { id, outputs: await readNewState(id, known) };
      } catch (error) {
        // The resource exists: the true provider keeps it as half made.
        throw new InitializationError((error as Error).message, id, { ...known, id }, inputs);
      }
    },

    async read({ id: given, inputs, state }) {
      const imported = Object.keys(state).length === 0;
      const parsed = imported ? parseImportId(resource, given) : { id: given, state };
      const outputs = await readState(parsed.id, { ...planned(inputs), ...parsed.state });
      if (!outputs) return undefined;
      return { id: parsed.id, outputs, inputs: inputsFrom(schema, inputs, outputs) };
    },

    async update({ id, state, news, preview }) {
      const wanted = planned(news);
      const next = { ...kept(schema, resource, state), ...wanted, ...tagsAll(resource, wanted) };
      if (preview) return { ...next, ...unknown(resource.volatile ?? []) };
      /** Like Terraform, records the update as done, although it has failed; its newer framework does not. */
      const halfDone = (reason: Error) =>
        resource.readBy || resource.stateAsAsked
          ? reason
          : new InitializationError(reason.message, id, next, news);
      const changed = new Set(
        Object.keys(changesOf(state, wanted)).map((path) => path.split(/[.[]/)[0] as string),
      );
      const update = {
        inputs: wanted,
        state,
        changed: (...names: string[]) => names.some((name) => changed.has(name)),
      };
      try {
        const context = await contextOf(state);
        await retried(resource.retries ?? [], async () => resource.update?.(context, id, update));
        if (changed.has("tags")) await changeTags(resource, context, id, state, wanted);
      } catch (error) {
        throw halfDone(failed("updating", id, error));
      }
      if (resource.stateAsAsked) return { ...wanted, id };
      const known = { ...kept(schema, resource, state), ...wanted };
      const outputs = await readState(id, known).catch((error) => Promise.reject(halfDone(error)));
      if (!outputs) throw failed("updating", id, "it is gone after the update");
      return outputs;
    },

    async delete({ id, state }) {
      try {
        await resource.delete(await contextOf(state), id, state);
      } catch (error) {
        if (resource.mustExistToBeDeleted || !isGone(error)) throw failed("deleting", id, error);
      }
    },
  };
}

/** A generated name for a resource without one. */
function drawnName(resource: AwsResource, request: CheckRequest): Properties {
  const own = nameProperty(resource);
  const { news, olds } = request;
  if (!resource.autoname || isGiven(news[own]) || isGiven(news[`${own}Prefix`])) return {};
  const isKept = isDefault(olds, own) && typeof olds[own] === "string";
  return { [own]: isKept ? olds[own] : autoname(request, resource.autoname) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function nameProperty({ autoname }: AwsResource): string {
  return autoname?.property ?? "name";
}

async function changeTags(
  { tagging }: AwsResource,
  context: Context,
  id: string,
  state: Inputs,
  inputs: Inputs,
): Promise<void> {
  const old: Record<string, string> = state.tags ?? {};
  const next: Record<string, string> = inputs.tags ?? {};
  const removed = Object.keys(old).filter((key) => !(key in next));
  const added = Object.entries(next).filter(([key, value]) => old[key] !== value);
  if (removed.length > 0) await tagging?.untag(context, id, removed, state);
  if (added.length > 0) await tagging?.tag(context, id, Object.fromEntries(added), state);
}

function isDefault({ __defaults: defaults }: Properties, property: string): boolean {
  return Array.isArray(defaults) && defaults.includes(property);
}

function plain({ __defaults: _, ...inputs }: Properties): Properties {
  return inputs;
}

/** Inputs in the form in which they are sent. */
function normalised(schema: Schema, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, normalText(schema[name], value)]),
  );
}

function normalText(property: Property | undefined, value: unknown): unknown {
  const isText = typeof value === "string" && value !== "" && !isUnknown(value);
  return isText && property?.normal ? property.normal(value) : value;
}

function tagsAll(resource: AwsResource, inputs: Properties): Properties {
  return resource.tagging ? { tagsAll: inputs.tags ?? {} } : {};
}

/** The part of a state that the program does not set. */
function kept(schema: Schema, resource: AwsResource, state: Properties): Properties {
  return Object.fromEntries(
    Object.entries(state).filter(
      ([name]) => name === "id" || resource.outputs.includes(name) || schema[name]?.computed,
    ),
  );
}

function unknown(names: readonly string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, unknownValue]));
}

function previewOf(schema: Schema, resource: AwsResource, inputs: Properties): Properties {
  const computed = Object.keys(schema).filter((name) => schema[name]?.computed);
  const pending = unknown([...resource.outputs, ...computed]);
  return { ...pending, ...inputs, ...tagsAll(resource, inputs) };
}

/** The state of a resource: what the service says, in the program's own words if they mean the same. */
function stateFrom(
  schema: Schema,
  resource: AwsResource,
  { region }: Context,
  known: Properties,
  found: Properties,
): Properties {
  const state: Properties = { ...found };
  for (const [name, property] of Object.entries(schema)) {
    const before = known[name];
    if (property.unread) state[name] ??= before;
    else if (!property.refused || property.computed) state[name] ??= EMPTY[property.shape.kind];
    const now = state[name];
    if (typeof now !== "string") continue;
    const isSame = typeof before === "string" && property.same?.(before, now);
    state[name] = normalText(property, isSame ? before : now);
  }
  if (isRegional(resource)) state.region = region;
  if (resource.tagging) {
    const own = Object.entries((found.tags ?? {}) as Record<string, string>).filter(
      ([key]) => !key.startsWith("aws:"),
    );
    state.tags = Object.fromEntries(own);
    state.tagsAll = Object.fromEntries(own);
  }
  return state;
}

/** Inputs that would give this state: the program's after a refresh, all after an import. Texts keep the program's form. */
function inputsFrom(schema: Schema, inputs: Properties, state: Properties): Properties {
  const imported = Object.keys(inputs).length === 0;
  const names = Object.entries(schema).filter(([name, property]) => {
    if (!imported) return name in inputs;
    return !property.computed || property.required || name === "name";
  });
  const read = Object.fromEntries(
    names.flatMap(([name, { normal, required }]) => {
      const value = normal && !imported ? inputs[name] : state[name];
      return isEmpty(value) && !required ? [] : [[name, value]];
    }),
  );
  return { ...read, __defaults: inputs.__defaults ?? [] };
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
