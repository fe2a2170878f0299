// Writes sdk/plugin/schema.json, from which Pulumi generates the SDKs of other languages. It reads the components' sources.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AnalyzeResult,
  Analyzer,
  type PropertyDefinition,
} from "@pulumi/pulumi/provider/experimental/analyzer";
import { getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import project from "../package.json";
import * as sdk from "../sdk";

const { author, description, keywords, license, name, peerDependencies, version } = project;

const library = join(__dirname, "../sdk");

/** The versions of Pulumi's runtime that the library accepts: `^` and the oldest one. */
const runtime = peerDependencies["@pulumi/pulumi"];

/** The names of the generated SDKs, and the versions of Pulumi's runtime that they accept: the same as the library's. */
function languages(repository: Repository | undefined) {
  return {
    nodejs: {
      packageName: `${name}-sdk`,
      dependencies: { "@pulumi/pulumi": runtime },
    },
    python: {
      packageName: "eks_pod_secrets",
      requires: { pulumi: `>=${runtime.slice(1)},<4.0.0` },
      pyproject: { enabled: true },
    },
    go: { ...goModule(repository), rootPackageName: "ekspodsecrets" },
    // Without it, the namespace would be `Pulumi.EksPodSecrets`, as if Pulumi published it.
    csharp: { rootNamespace: "EksPodSecrets", namespaces: { [name]: "Components" } },
    java: { basePackage: "com.ekspodsecrets", buildFiles: "gradle" },
  };
}

/** The path of the Go module. Until the repository is published, a program's go.mod needs a `replace` for it. */
function goModule(repository: Repository | undefined) {
  const path = repository ? `${repository.path}/sdk/go` : `${name}/sdk/go`;
  return { importBasePath: path, modulePath: path, generateResourceContainerTypes: true };
}

/** A repository on GitHub. `slug` is OWNER/NAME, and `path` has the host before it. */
interface Repository {
  slug: string;
  path: string;
}

/** The schema's names and places. `repository` is that of package.json, and is missing until the project is published. */
export function publication({ repository }: { name: string; repository?: { url: string } }) {
  const [path, slug] = /github\.com\/(.+?\/.+?)(?=\.git$|$)/.exec(repository?.url ?? "") ?? [];
  const published = path && slug ? { path, slug } : undefined;
  return {
    publisher: author,
    ...(published && {
      repository: `https://${published.path}`,
      homepage: `https://${published.path}`,
      logoUrl: `https://raw.githubusercontent.com/${published.slug}/main/docs/logo.png`,
      pluginDownloadURL: `github://api.github.com/${published.slug}`,
    }),
    language: mapValues(languages(published), (language) => ({
      ...language,
      respectSchemaVersion: true,
    })),
  };
}

/** Makes the schema of the components from their sources. It type-checks the library, which takes seconds. */
export function componentSchema() {
  const names = getPulumiComponents(sdk).map((component) => component.name);
  const entry = { name, main: "index.ts" };
  const analyzed = new Analyzer(library, name, entry, new Set(names)).analyze();
  return {
    ...{ name, displayName: "EKS Pod Secrets", version, description, license },
    // Pulumi's registry sorts packages by the first two keywords.
    keywords: ["category/infrastructure", "kind/component", ...keywords],
    ...publication(project),
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

/** Describes a property. Every number of the components is an integer. */
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

/** The generators add `Args` to the name of an input type, so the schema must not have it. */
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
