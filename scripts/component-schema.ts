// Writes sdk/plugin/schema.json anew: what Pulumi's other languages see of the components, read from their sources.
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

/** The versions of Pulumi's runtime that the library takes: `^` and the oldest. */
const runtime = peerDependencies["@pulumi/pulumi"];

/** How the generated SDKs are called, and which versions of Pulumi's runtime they take: those that the library takes. */
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
    // Else the package would be `Pulumi.EksPodSecrets`, as if it were Pulumi's own.
    csharp: { rootNamespace: "EksPodSecrets", namespaces: { [name]: "Components" } },
    java: { basePackage: "com.ekspodsecrets", buildFiles: "gradle" },
  };
}

/** Before the repository is published, a program's go.mod says by `replace` where the generated module stands. */
function goModule(repository: Repository | undefined) {
  const path = repository ? `${repository.path}/sdk/go` : `${name}/sdk/go`;
  return { importBasePath: path, modulePath: path, generateResourceContainerTypes: true };
}

/** A repository on GitHub: owner and name, and both behind the host. */
interface Repository {
  slug: string;
  path: string;
}

/** What the schema says of names and places. `repository`: that of package.json, once the project is published. */
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

/** The schema of the components as they stand in the sources. Type-checks the library: takes seconds. */
export function componentSchema() {
  const names = getPulumiComponents(sdk).map((component) => component.name);
  const entry = { name, main: "index.ts" };
  const analyzed = new Analyzer(library, name, entry, new Set(names)).analyze();
  return {
    ...{ name, displayName: "EKS Pod Secrets", version, description, license },
    // Pulumi's registry sorts packages by the first two.
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
