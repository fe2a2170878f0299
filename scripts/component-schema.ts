// Writes sdk/plugin/schema.json anew: what Pulumi's other languages see of the components, read from their sources.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AnalyzeResult,
  Analyzer,
  type PropertyDefinition,
} from "@pulumi/pulumi/provider/experimental/analyzer";
import { getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import { description, keywords, license, name, peerDependencies, version } from "../package.json";
import * as sdk from "../sdk";

const library = join(__dirname, "../sdk");

/** The versions of Pulumi's runtime that the library takes: `^` and the oldest. */
const runtime = peerDependencies["@pulumi/pulumi"];

/** How the generated SDKs are called, and which versions of Pulumi's runtime they take: those that the library takes. */
const LANGUAGES = {
  nodejs: {
    packageName: `${name}-sdk`,
    dependencies: { "@pulumi/pulumi": runtime },
  },
  python: {
    packageName: "eks_pod_secrets",
    requires: { pulumi: `>=${runtime.slice(1)},<4.0.0` },
    pyproject: { enabled: true },
  },
  // A program's go.mod says by `replace` where the generated module stands.
  go: { ...goModule("eks-pod-secrets/sdk/go"), rootPackageName: "ekspodsecrets" },
  csharp: { namespaces: { [name]: "EksPodSecrets" } },
  java: { basePackage: "com.ekspodsecrets", buildFiles: "gradle" },
};

function goModule(path: string) {
  return { importBasePath: path, modulePath: path, generateResourceContainerTypes: true };
}

/** The schema of the components as they stand in the sources. Type-checks the library: takes seconds. */
export function componentSchema() {
  const names = getPulumiComponents(sdk).map((component) => component.name);
  const manifest = { name, main: "index.ts" };
  const analyzed = new Analyzer(library, name, manifest, new Set(names)).analyze();
  return {
    ...{ name, displayName: "EKS Pod Secrets", version, description, license },
    // Pulumi's registry sorts packages by the first two.
    keywords: ["category/infrastructure", "kind/component", ...keywords],
    language: mapValues(LANGUAGES, (language) => ({ ...language, respectSchemaVersion: true })),
    resources: tokens(mapValues(analyzed.components, component)),
    types: tokens(mapValues(analyzed.typeDefinitions, type)),
  };
}

function component({ description, inputs, outputs }: AnalyzeResult["components"][string]) {
  return {
    ...{ description, isComponent: true },
    ...{ inputProperties: mapValues(inputs, property), requiredInputs: required(inputs) },
    ...{ properties: mapValues(outputs, property), required: required(outputs) },
  };
}

function type(definition: AnalyzeResult["typeDefinitions"][string]) {
  const { description, enum: values, properties = {}, type } = definition;
  if (values) return { description, type, enum: values };
  const shape = { properties: mapValues(properties, property), required: required(properties) };
  return { description, type, ...shape };
}

/** Every number of the components is a whole one. */
function property({ optional, ...definition }: PropertyDefinition): object {
  const { additionalProperties, items } = definition;
  return {
    ...definition,
    ...("$ref" in definition ? { $ref: withoutArgs(definition.$ref) } : {}),
    ...("type" in definition && definition.type === "number" ? { type: "integer" } : {}),
    ...(items && { items: property(items) }),
    ...(additionalProperties && { additionalProperties: property(additionalProperties) }),
  };
}

function required(properties: Record<string, PropertyDefinition>): string[] {
  const names = Object.keys(properties).filter((key) => !properties[key]?.optional);
  return names.sort();
}

function tokens<T>(definitions: Record<string, T>): Record<string, T> {
  const entries = Object.entries(definitions).map(
    ([key, definition]) => [withoutArgs(`${name}:index:${key}`), definition] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The generators add `Args` to the name of a type that is an input. */
function withoutArgs(reference: string): string {
  return reference.replace(/Args$/, "");
}

function mapValues<T, R>(record: Record<string, T>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

if (require.main === module) {
  const file = join(library, "plugin", "schema.json");
  writeFileSync(file, JSON.stringify(componentSchema(), undefined, 2));
}
