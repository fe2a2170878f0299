import { BinaryReader } from "google-protobuf";
import { define, type Json, type JsonObject } from "../model/object";
import { StatusError } from "../model/status-error";
import messages from "./protobuf-messages.json";

/** The format in which kubectl's typed clients send what they create, whatever else they accept. */
export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** `kind`: text, bytes, number, flag, labels and data (maps of texts and of bytes), or the name of another message. */
type Field = [name: string, kind: string, isList?: "list"];
type Message = { [number: string]: Field };

/** The messages that kubectl sends: kinds, and what they consist of. Field numbers are those of `generated.proto`. */
const { kinds: KINDS, parts: PARTS } = messages as unknown as Record<
  "kinds" | "parts",
  Record<string, Message>
>;

/** The start of every body. */
const MAGIC = Buffer.from("k8s\0");

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
  const { raw, typeMeta } = read(body.subarray(MAGIC.length), PARTS.Unknown);
  const { apiVersion = "", kind = "" } = (typeMeta ?? {}) as Record<string, string>;
  if (!Object.hasOwn(KINDS, kind)) throw unreadable();
  return { apiVersion, kind, ...read(Buffer.from(String(raw ?? ""), "base64"), KINDS[kind]) };
}

function read(bytes: Buffer, message: Message = {}): JsonObject {
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

function readValue(reader: BinaryReader, kind: string): Json {
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
      const entry = read(Buffer.from(base64(reader), "base64"), PARTS[`${kind}Entry`]);
      const pair: JsonObject = {};
      define(pair, String(entry.key ?? ""), entry.value ?? "");
      return pair;
    }
    default:
      return read(Buffer.from(base64(reader), "base64"), PARTS[kind]);
  }
}

function base64(reader: BinaryReader): string {
  return Buffer.from(reader.readBytes() as Uint8Array).toString("base64");
}
