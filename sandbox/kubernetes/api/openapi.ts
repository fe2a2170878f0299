import { createHash } from "node:crypto";
import { BinaryWriter } from "google-protobuf";
import type { Answer } from "../../wire/messages";
import type { Json, JsonObject } from "../model/object";
import { apiVersionOf, RESOURCE_TYPES, type ResourceType } from "../model/resource-types";
import { openApiSchemas, PLAIN_IN_SWAGGER } from "../schema/openapi-schemas";

const WRITE_PARAMETERS = ["dryRun", "fieldManager", "fieldValidation", "force"];

export function openApiIndex(): object {
  const versions = [...new Set(RESOURCE_TYPES.map(pathOf))];
  return {
    paths: Object.fromEntries(
      versions.map((path) => {
        const hash = createHash("sha256").update(path).digest("hex");
        return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
      }),
    ),
  };
}

/** What kubectl reads from an API group's document: for each kind, the parameters of a patch and the fields. */
export function openApiDocument(segments: string[], version: string): object | undefined {
  const types = RESOURCE_TYPES.filter((type) => pathOf(type) === segments.join("/"));
  if (types.length === 0) return undefined;
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: `v${version}` },
    paths: Object.fromEntries(
      types.map((type) => [`/${pathOf(type)}/${itemPath(type)}`, { patch: patchOf(type) }]),
    ),
    components: { schemas: openApiSchemas(types) },
  };
}

/** The kinds' fields in the older form, with other references. kubectl checks the items of a `kind: List` by it. */
export function swagger(version: string): JsonObject {
  const definitions = JSON.stringify(openApiSchemas(RESOURCE_TYPES, PLAIN_IN_SWAGGER));
  return {
    swagger: "2.0",
    info: { title: "Kubernetes", version: `v${version}` },
    paths: {},
    definitions: JSON.parse(definitions.replaceAll("#/components/schemas/", "#/definitions/")),
  };
}

function patchOf({ group, kind, version }: ResourceType): object {
  return {
    "x-kubernetes-action": "patch",
    "x-kubernetes-group-version-kind": { group, version, kind },
    parameters: WRITE_PARAMETERS.map((name) => ({
      name,
      in: "query",
      schema: { type: name === "force" ? "boolean" : "string", uniqueItems: true },
    })),
    responses: { 200: { description: "OK" } },
  };
}

function pathOf(type: ResourceType): string {
  return type.group === "" ? `api/${type.version}` : `apis/${apiVersionOf(type)}`;
}

function itemPath({ namespaced, plural }: ResourceType): string {
  return `${namespaced ? "namespaces/{namespace}/" : ""}${plural}/{name}`;
}

/** The form of `/openapi/v2` with which kubectl checks a `kind: List`, under its present and its former name. */
const ASKED = /^application\/com\.github\.proto-openapi\.spec\.v2[.@]v1\.0\+protobuf$/;

/** The API server's name for it in the answer. */
const ANSWERED = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/** The schema extension that names its kind. */
const KIND = "x-kubernetes-group-version-kind";

export function isOpenApiProtobuf(type: string): boolean {
  return ASKED.test(type);
}

/** Encodes a Swagger document in the messages of gnostic's `OpenAPIv2.proto`. Throws at an unknown member of a schema. */
export function openApiProtobuf({ swagger, info, definitions }: JsonObject): Answer {
  const writer = new BinaryWriter();
  writer.writeString(1, String(swagger));
  const { title, version } = info as JsonObject;
  writer.writeMessage(2, {}, () => {
    writer.writeString(1, String(title));
    writer.writeString(2, String(version));
  });
  writer.writeMessage(8, {}, () => {});
  writer.writeMessage(9, {}, () => writeNamed(writer, definitions as JsonObject));
  return { status: 200, contentType: ANSWERED, body: Buffer.from(writer.getResultBuffer()) };
}

function writeNamed(writer: BinaryWriter, schemas: JsonObject): void {
  for (const [name, schema] of Object.entries(schemas)) {
    writer.writeMessage(1, {}, () => {
      writer.writeString(1, name);
      writer.writeMessage(2, {}, () => writeSchema(writer, schema as JsonObject));
    });
  }
}

function writeSchema(writer: BinaryWriter, schema: JsonObject): void {
  for (const [member, value] of Object.entries(schema)) {
    const write = Object.hasOwn(MEMBERS, member) ? MEMBERS[member] : undefined;
    if (!write) throw new Error(`OpenAPIv2.proto: no number is known of a schema's ${member}`);
    write(writer, value);
  }
}

type WriteMember = (writer: BinaryWriter, value: Json) => void;

const text =
  (field: number): WriteMember =>
  (writer, value) =>
    writer.writeString(field, String(value));

const message =
  (field: number, inner: WriteMember): WriteMember =>
  (writer, value) =>
    writer.writeMessage(field, {}, () => inner(writer, value));

const schemaIn = (field: number) =>
  message(
    field,
    message(1, (writer, value) => writeSchema(writer, value as JsonObject)),
  );

const MEMBERS: Record<string, WriteMember> = {
  $ref: text(1),
  format: text(2),
  description: text(4),
  required: (writer, value) => writer.writeRepeatedString(19, value as string[]),
  additionalProperties: schemaIn(21),
  type: message(22, text(1)),
  items: schemaIn(23),
  properties: message(25, (writer, value) => writeNamed(writer, value as JsonObject)),
  [KIND]: message(31, (writer, value) => {
    writer.writeString(1, KIND);
    // An extension's value is YAML text, and JSON is YAML.
    writer.writeMessage(2, {}, () => writer.writeString(2, JSON.stringify(value)));
  }),
};
