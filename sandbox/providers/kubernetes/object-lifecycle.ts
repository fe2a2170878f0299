import { isMapping } from "iam-proof/collections";
import type { KubernetesObject } from "../../kubernetes/model/object";
import { apiVersionOf, type ResourceType } from "../../kubernetes/model/resource-types";
import { alreadyExists, notFound } from "../../kubernetes/model/status-error";
import { autoname } from "../common/autoname";
import { diffRecords } from "../common/differences";
import { type CheckFailure, InitializationError, type Lifecycle } from "../common/provider";
import { containsUnknown, isUnknown, type Properties } from "../common/values";
import { apply, FIELD_MANAGER, previewCreation } from "./apply";
import { allMembers, importedInputs, prune } from "./kinds";
import { type ObjectContext, waitForDeletion, waitUntilReady } from "./readiness";

const autonamed = "pulumi.com/autonamed";

export function objectLifecycle(context: ObjectContext): Lifecycle {
  const { type, members } = context;
  const replaces = ["metadata.name", "metadata.namespace", ...context.replaces];

  const ready = async (object: KubernetesObject, inputs: Properties, timeout: number) => {
    try {
      return await waitUntilReady(context, object, timeout);
    } catch (error) {
      const { message } = error as Error;
      throw new InitializationError(message, idOf(object), outputsOf(object, inputs), inputs);
    }
  };

  return {
    check({ name, olds, news, randomSeed }) {
      const failures = memberFailures(type, members, news);
      const metadata = isMapping(news.metadata) ? { ...news.metadata } : {};
      if (metadata.name === undefined || metadata.name === null) {
        const old = isMapping(olds.metadata) ? olds.metadata : {};
        const annotations = isMapping(metadata.annotations) ? metadata.annotations : {};
        metadata.name = isAutonamed(old)
          ? old.name
          : autoname({ name, randomSeed }, { maxLength: 253, digits: 8 });
        metadata.annotations = { ...annotations, [autonamed]: "true" };
      }
      if (type.namespaced) metadata.namespace ??= context.namespace();
      const fieldManager =
        olds[FIELD_MANAGER] ??
        autoname({ name: "pulumi-kubernetes", randomSeed }, { maxLength: 128, digits: 8 });
      const given = Object.fromEntries(
        Object.entries(news).filter(([key, value]) => value !== null && !key.startsWith("__")),
      );
      const object = { ...given, apiVersion: apiVersionOf(type), kind: type.kind, metadata };
      return { inputs: { ...object, [FIELD_MANAGER]: fieldManager }, failures };
    },

    diff({ oldInputs, news }) {
      const changes = diffRecords(oldInputs, news);
      for (const [path, change] of Object.entries(changes)) {
        if (replaces.some((other) => isWithin(path, other) || isWithin(other, path))) {
          changes[path] = `${change}-replace` as typeof change;
        }
      }
      const old = isMapping(oldInputs.metadata) ? oldInputs.metadata : {};
      const next = isMapping(news.metadata) ? news.metadata : {};
      const sameName = old.name === next.name && old.namespace === next.namespace;
      return { changes, deleteBeforeReplace: sameName && !isAutonamed(next) };
    },

    async create({ inputs, preview, timeout }) {
      if (preview) return { id: "", outputs: await previewCreation(context, inputs) };
      const { name, namespace } = (inputs as unknown as KubernetesObject).metadata;
      if (!context.upsertExistingObjects() && (await context.api().get(type, namespace, name))) {
        throw new Error(alreadyExists(type, name).message);
      }
      const made = await apply(context, inputs, undefined, { dryRun: false });
      const object = await ready(made, inputs, timeout);
      return { id: idOf(object), outputs: outputsOf(object, inputs) };
    },

    async read({ id, inputs }) {
      const { namespace, name } = parseId(type, id);
      const object = await context.api().get(type, namespace, name);
      if (!object) return undefined;
      const imported = Object.keys(inputs).length === 0;
      const pruned = prune(object, inputs) as Properties;
      const read = imported ? importedInputs(object) : { ...pruned, ...providersOwn(inputs) };
      return { id, outputs: outputsOf(object, read), inputs: read };
    },

    async update({ id, ignoreChanges, news, preview, timeout }) {
      if (preview && containsUnknown(news)) return news;
      const { namespace, name } = parseId(type, id);
      const live = await context.api().get(type, namespace, name);
      if (!live) throw new Error(notFound(type, name).message);
      const options = { dryRun: preview, ignoreChanges };
      const applied = await apply(context, news, live, options);
      return outputsOf(preview ? applied : await ready(applied, news, timeout), news);
    },

    async delete({ id, timeout }) {
      const { namespace, name } = parseId(type, id);
      await context.api().delete(type, namespace, name);
      await waitForDeletion(context, namespace, name, timeout);
    },
  };
}

function memberFailures(type: ResourceType, members: string[], news: Properties): CheckFailure[] {
  const allowed = allMembers(members);
  const expected = { apiVersion: apiVersionOf(type), kind: type.kind };
  const unknown = Object.keys(news)
    .filter((key) => !key.startsWith("__") && !allowed.includes(key))
    .map((property) => ({
      property,
      reason: `${property} is not a member of ${apiVersionOf(type)} ${type.kind}`,
    }));
  const wrong = Object.entries(expected)
    .filter(([key, value]) => news[key] && !isUnknown(news[key]) && news[key] !== value)
    .map(([property, value]) => ({
      property,
      reason: `${property} must be ${value}, got ${news[property]}`,
    }));
  const generated = isMapping(news.metadata) && news.metadata.generateName !== undefined;
  return [
    ...unknown,
    ...wrong,
    ...(generated
      ? [
          {
            property: "metadata.generateName",
            reason: "metadata.generateName is refused: give a name",
          },
        ]
      : []),
  ];
}

function isAutonamed(metadata: Properties): boolean {
  return isMapping(metadata.annotations) && metadata.annotations[autonamed] === "true";
}

function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`) || path.startsWith(`${ancestor}[`);
}

function idOf({ metadata }: KubernetesObject): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

function outputsOf(object: KubernetesObject, inputs: Properties): Properties {
  return { ...object, ...providersOwn(inputs) };
}

/** Inputs that the provider adds for itself. */
function providersOwn({ [FIELD_MANAGER]: fieldManager }: Properties): Properties {
  return fieldManager === undefined ? {} : { [FIELD_MANAGER]: fieldManager };
}

function parseId(type: ResourceType, id: string): { namespace: string | undefined; name: string } {
  const [first = "", second, ...rest] = id.split("/");
  if (first === "" || rest.length > 0 || (second !== undefined) !== type.namespaced) {
    const form = type.namespaced ? "namespace/name" : "name";
    throw new Error(`${type.kind} id must be of the form ${form}, got ${id}`);
  }
  return second === undefined
    ? { namespace: undefined, name: first }
    : { namespace: first, name: second };
}
