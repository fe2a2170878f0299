import { BinaryReader } from "google-protobuf";
import { define, type Json, type JsonObject } from "../model/object";
import { StatusError } from "../model/status-error";

/** The format in which kubectl's typed clients send what they create, whatever else they accept. */
export const PROTOBUF = "application/vnd.kubernetes.protobuf";

type Kind = "text" | "bytes" | "number" | "flag" | "labels" | "data" | Message;
type Field = [name: string, kind: Kind, isList?: "list"];
type Message = { [number: number]: Field };

/** The start of every body. */
const MAGIC = Buffer.from("k8s\0");

const METADATA: Message = {
  1: ["name", "text"],
  2: ["generateName", "text"],
  3: ["namespace", "text"],
  11: ["labels", "labels"],
  12: ["annotations", "labels"],
};

/** The messages that kubectl sends: kinds, and field numbers from `generated.proto`. */
const MESSAGES: Record<string, Message> = {
  ConfigMap: {
    1: ["metadata", METADATA],
    2: ["data", "labels"],
    3: ["binaryData", "data"],
    4: ["immutable", "flag"],
  },
  Namespace: { 1: ["metadata", METADATA], 2: ["spec", {}], 3: ["status", {}] },
  Secret: {
    1: ["metadata", METADATA],
    2: ["data", "data"],
    3: ["type", "text"],
    4: ["stringData", "labels"],
    5: ["immutable", "flag"],
  },
  SelfSubjectAccessReview: {
    1: ["metadata", METADATA],
    2: [
      "spec",
      {
        1: [
          "resourceAttributes",
          {
            1: ["namespace", "text"],
            2: ["verb", "text"],
            3: ["group", "text"],
            4: ["version", "text"],
            5: ["resource", "text"],
            6: ["subresource", "text"],
            7: ["name", "text"],
          },
        ],
        2: ["nonResourceAttributes", { 1: ["path", "text"], 2: ["verb", "text"] }],
      },
    ],
    3: ["status", { 1: ["allowed", "flag"] }],
  },
  SelfSubjectRulesReview: {
    1: ["metadata", METADATA],
    2: ["spec", { 1: ["namespace", "text"] }],
    3: ["status", { 3: ["incomplete", "flag"] }],
  },
  SelfSubjectReview: { 1: ["metadata", METADATA], 2: ["status", { 1: ["userInfo", {}] }] },
  ServiceAccount: { 1: ["metadata", METADATA], 4: ["automountServiceAccountToken", "flag"] },
  TokenRequest: {
    1: ["metadata", METADATA],
    2: [
      "spec",
      {
        1: ["audiences", "text", "list"],
        3: [
          "boundObjectRef",
          {
            1: ["kind", "text"],
            2: ["apiVersion", "text"],
            3: ["name", "text"],
            4: ["uid", "text"],
          },
        ],
        4: ["expirationSeconds", "number"],
      },
    ],
    3: ["status", { 1: ["token", "text"], 2: ["expirationTimestamp", {}] }],
  },
};

const ENVELOPE: Message = {
  1: ["typeMeta", { 1: ["apiVersion", "text"], 2: ["kind", "text"] }],
  2: ["raw", "bytes"],
  3: ["contentEncoding", "text"],
  4: ["contentType", "text"],
};

/** Reads a body of a kind that kubectl sends in this format. Refuses others like a server without protobuf. */
export function readProtobuf(body: Buffer): Json {
  try {
    return readEnvelope(body);
  } catch {
    throw unreadable();
  }
}

/** An API server's answer to a body in an unknown format. */
export function unreadable(): StatusError {
  return new StatusError(
    415,
    "UnsupportedMediaType",
    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml",
  );
}

function readEnvelope(body: Buffer): Json {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) throw unreadable();
  const { raw, typeMeta } = read(body.subarray(MAGIC.length), ENVELOPE);
  const { apiVersion = "", kind = "" } = (typeMeta ?? {}) as Record<string, string>;
  const message = Object.hasOwn(MESSAGES, kind) ? MESSAGES[kind] : undefined;
  if (!message) throw unreadable();
  return { apiVersion, kind, ...read(Buffer.from(String(raw ?? ""), "base64"), message) };
}

function read(bytes: Buffer, message: Message): JsonObject {
  const reader = new BinaryReader(new Uint8Array(bytes));
  const object: JsonObject = {};
  while (reader.nextField()) {
    const field = message[reader.getFieldNumber()];
    if (!field) {
      if (saysNothing(reader)) continue;
      throw unreadable();
    }
    const [name, kind, isList] = field;
    const value = readValue(reader, kind);
    if (value === "") continue;
    if (isList) addTo(object, name, value);
    else if (kind === "labels" || kind === "data") addAll(object, name, value as JsonObject);
    else object[name] = value;
  }
  return object;
}

function addTo(object: JsonObject, name: string, value: Json): void {
  const list = (object[name] ?? []) as Json[];
  list.push(value);
  object[name] = list;
}

function addAll(object: JsonObject, name: string, entries: JsonObject): void {
  const map = (object[name] ?? {}) as JsonObject;
  for (const [key, value] of Object.entries(entries)) define(map, key, value);
  object[name] = map;
}

/** Whether a member is present but empty: clients in Go send unset members this way. */
function saysNothing(reader: BinaryReader): boolean {
  switch (reader.getWireType()) {
    case 0:
      return reader.readUint64() === 0;
    case 2:
      return reader.readBytes().length === 0;
    default:
      return false;
  }
}

function readValue(reader: BinaryReader, kind: Kind): Json {
  switch (kind) {
    case "text":
      return reader.readString();
    case "bytes":
      return base64(reader);
    case "number":
      return reader.readInt64();
    case "flag":
      return reader.readBool();
    case "labels":
    case "data": {
      const entry = read(Buffer.from(base64(reader), "base64"), {
        1: ["key", "text"],
        2: ["value", kind === "data" ? "bytes" : "text"],
      });
      const pair: JsonObject = {};
      define(pair, String(entry.key ?? ""), entry.value ?? "");
      return pair;
    }
    default:
      return read(Buffer.from(base64(reader), "base64"), kind);
  }
}

function base64(reader: BinaryReader): string {
  return Buffer.from(reader.readBytes() as Uint8Array).toString("base64");
}
