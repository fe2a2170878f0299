import type { KubernetesObject } from "../../kubernetes/model/object";
import { apiVersionOf, type ResourceType } from "../../kubernetes/model/resource-types";
import { autoname } from "../common/autoname";
import { diffRecords } from "../common/diff-records";
import { type CheckFailure, InitializationError, type Lifecycle } from "../common/provider";
import { isRecord, isUnknown, type Properties, unknownValue } from "../common/values";
import { importedInputs, mergePatch, prune } from "./inputs";
import type { ObjectContext } from "./object-context";
import { waitForDeletion, waitUntilReady } from "./readiness";

const autonamed = "pulumi.com/autonamed";

/** The life of a Kubernetes object of one kind. */
export function objectLifecycle(context: ObjectContext): Lifecycle {
  const { type, members } = context;
  const replaces = ["metadata.name", "metadata.namespace", ...context.replaces];

  const ready = async (object: KubernetesObject, inputs: Properties, timeout: number) => {
    try {
      return await waitUntilReady(context, object, timeout);
    } catch (error) {
      const { message } = error as Error;
      throw new InitializationError(message, idOf(object), outputsOf(object), inputs);
    }
  };

  return {
    check({ name, olds, news, randomSeed }) {
      const failures = memberFailures(type, members, news);
      const metadata = isRecord(news.metadata) ? { ...news.metadata } : {};
      if (metadata.name === undefined || metadata.name === null) {
        const old = isRecord(olds.metadata) ? olds.metadata : {};
        const annotations = isRecord(metadata.annotations) ? metadata.annotations : {};
        metadata.name = isAutonamed(old)
          ? old.name
          : autoname({ name, randomSeed }, { maxLength: 253, digits: 8 });
        metadata.annotations = { ...annotations, [autonamed]: "true" };
      }
      if (type.namespaced) metadata.namespace ??= context.namespace();
      const given = Object.fromEntries(
        Object.entries(news).filter(([key, value]) => value !== null && !key.startsWith("__")),
      );
      const inputs = { ...given, apiVersion: apiVersionOf(type), kind: type.kind, metadata };
      return { inputs, failures };
    },

    diff({ oldInputs, news }) {
      const changes = diffRecords(oldInputs, news);
      for (const [path, change] of Object.entries(changes)) {
        if (replaces.some((other) => isWithin(path, other) || isWithin(other, path))) {
          changes[path] = `${change}-replace` as typeof change;
        }
      }
      const old = isRecord(oldInputs.metadata) ? oldInputs.metadata : {};
      const next = isRecord(news.metadata) ? news.metadata : {};
      const sameName = old.name === next.name && old.namespace === next.namespace;
      return { changes, deleteBeforeReplace: sameName && !isAutonamed(next) };
    },

    async create({ inputs, preview, timeout }) {
      if (preview) return { id: "", outputs: { ...inputs, ...pendingStatus(type) } };
      const made = await context.api().create(type, inputs as unknown as KubernetesObject);
      const object = await ready(made, inputs, timeout);
      return { id: idOf(object), outputs: outputsOf(object) };
    },

    async read({ id, inputs }) {
      const { namespace, name } = parseId(type, id);
      const object = await context.api().get(type, namespace, name);
      if (!object) return undefined;
      const imported = Object.keys(inputs).length === 0;
      const read = imported ? importedInputs(object) : (prune(object, inputs) as Properties);
      return { id, outputs: outputsOf(object), inputs: read };
    },

    async update({ id, oldInputs, state, news, preview, timeout }) {
      if (preview) return { ...state, ...news };
      const { namespace, name } = parseId(type, id);
      const patched = await context.api().patch(type, namespace, name, mergePatch(oldInputs, news));
      return outputsOf(await ready(patched, news, timeout));
    },

    async delete({ id, timeout }) {
      const { namespace, name } = parseId(type, id);
      await context.api().delete(type, namespace, name);
      await waitForDeletion(context, namespace, name, timeout);
    },
  };
}

function memberFailures(type: ResourceType, members: string[], news: Properties): CheckFailure[] {
  const allowed = ["apiVersion", "kind", "metadata", ...members];
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
  const generated = isRecord(news.metadata) && news.metadata.generateName !== undefined;
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
  return isRecord(metadata.annotations) && metadata.annotations[autonamed] === "true";
}

function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`) || path.startsWith(`${ancestor}[`);
}

function pendingStatus(type: ResourceType): Properties {
  return type.hasStatus ? { status: unknownValue } : {};
}

function idOf({ metadata }: KubernetesObject): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

function outputsOf(object: KubernetesObject): Properties {
  return { ...object };
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
