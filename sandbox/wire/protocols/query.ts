import { getOrMake } from "iam-proof/collections";
import { AwsError, type Ec2Service, type HttpRequest, type QueryService } from "../messages";
import type { Protocol, RequestFault } from "./protocol";

const FAULTS: Record<RequestFault, [code: string, status: number]> = {
  missing: ["MissingAuthenticationToken", 403],
  incomplete: ["IncompleteSignature", 400],
  mismatch: ["SignatureDoesNotMatch", 403],
  unknown: ["InvalidClientTokenId", 403],
  expired: ["ExpiredToken", 403],
};

export function queryProtocol({ signingName, version }: QueryService): Protocol {
  const namespace = `https://${signingName}.amazonaws.com/doc/${version}/`;
  const document = (status: number, name: string, content: string) => ({
    status,
    contentType: "text/xml",
    body: `<${name} xmlns="${namespace}">${content}</${name}>`,
  });
  return {
    parse: (request) => {
      const { Action: operation, Version: given, ...input } = parametersOf(request);
      if (typeof operation !== "string" || operation === "") {
        throw new AwsError("MissingAction", "The request must contain the parameter Action", 400);
      }
      if (given !== version) {
        throw new AwsError(
          "InvalidAction",
          `Could not find operation ${operation} for version ${typeof given === "string" ? given : "NO_VERSION_SPECIFIED"}`,
          400,
        );
      }
      return { operation, input };
    },
    lacks: (operation) =>
      new AwsError(
        "InvalidAction",
        `Could not find operation ${operation} for version ${version}: this sandbox lacks it`,
        400,
      ),
    result: (operation, output, requestId) =>
      document(
        200,
        `${operation}Response`,
        (output === undefined ? "" : xmlOf(`${operation}Result`, output)) +
          xmlOf("ResponseMetadata", { RequestId: requestId }),
      ),
    error: ({ code, message, status, fault }, requestId) => {
      const accessDenied = code === "AccessDeniedException";
      return document(
        accessDenied ? 403 : status,
        "ErrorResponse",
        xmlOf("Error", {
          Type: fault,
          Code: accessDenied ? "AccessDenied" : code,
          Message: message,
        }) + xmlOf("RequestId", requestId),
      );
    },
    fault: (fault, message) => new AwsError(FAULTS[fault][0], message, FAULTS[fault][1]),
  };
}

function parametersOf(request: HttpRequest): Record<string, unknown> {
  if (request.method === "POST") return parseForm(request.body.toString("utf8"));
  const parameters = request.query.filter(([name]) => !name.startsWith("X-Amz-"));
  return parseForm(new URLSearchParams(parameters).toString());
}

/** EC2's protocol: a form as in the query protocol, but with numbered lists, and XML with lists of `<item>`. */
export function ec2QueryProtocol(service: Ec2Service): Protocol {
  const { version } = service;
  const document = (status: number, name: string, content: string, namespace = "") => ({
    status,
    contentType: "text/xml",
    body: `<${name}${namespace}>${content}</${name}>`,
  });
  return {
    ...queryProtocol({ ...service, protocol: "query" }),
    result: (operation, output, requestId) =>
      document(
        200,
        `${operation}Response`,
        xmlOf("requestId", requestId) +
          Object.entries(Object(output))
            .map(([name, value]) => xmlOf(name, value, "item"))
            .join(""),
        ` xmlns="http://ec2.amazonaws.com/doc/${version}/"`,
      ),
    error: ({ code, message, status }, requestId) => {
      const isDenied = code === "AccessDeniedException";
      const error = { Code: isDenied ? "UnauthorizedOperation" : code, Message: message };
      return document(
        isDenied ? 403 : status,
        "Response",
        xmlOf("Errors", { Error: error }) + xmlOf("RequestID", requestId),
      );
    },
  };
}

const MAX_FIELDS = 10_000;
const MAX_DEPTH = 8;

type Tree = { value?: string; children?: Map<string, Tree> };

/** Reads the query protocol's form: `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: "a" }] }`. */
function parseForm(text: string): Record<string, unknown> {
  const root: Tree = {};
  const fields = text === "" ? [] : text.split("&");
  if (fields.length > MAX_FIELDS) throw malformed("too many fields");
  for (const field of fields) {
    const equals = field.indexOf("=");
    const name = decode(equals < 0 ? field : field.slice(0, equals));
    place(root, name.split("."), equals < 0 ? "" : decode(field.slice(equals + 1)));
  }
  return objectOf(root);
}

function place(root: Tree, path: string[], value: string): void {
  if (path.length > MAX_DEPTH) throw malformed("a field's name has too many parts");
  let node = root;
  for (const part of path) {
    node.children ??= new Map();
    node = getOrMake(node.children, part, () => ({}));
  }
  node.value = value;
}

function objectOf({ children }: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const [name, child] of children ?? []) result[name] = read(child);
  return result;
}

function read(tree: Tree): unknown {
  if (!tree.children) return tree.value;
  const members = tree.children.get("member");
  if (!members) return objectOf(tree);
  return [...(members.children ?? [])]
    .filter(([index]) => /^\d{1,5}$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => read(child));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw malformed("the form is not URL-encoded UTF-8");
  }
}

function malformed(why: string): AwsError {
  return new AwsError("MalformedInput", `Could not read the request: ${why}`, 400);
}

/** Writes a defined value as the query protocol's XML: lists as `<member>`, maps as `<entry>`, dates in ISO 8601. */
function xmlOf(name: string, value: unknown, member = "member"): string {
  if (value === undefined || value === null) return "";
  return `<${name}>${contentOf(value, member)}</${name}>`;
}

function contentOf(value: unknown, member: string): string {
  if (Array.isArray(value)) return value.map((entry) => xmlOf(member, entry, member)).join("");
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, "Z");
  if (value instanceof Map) {
    return [...value].map(([key, held]) => xmlOf("entry", { key, value: held }, member)).join("");
  }
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, entry]) => xmlOf(name, entry, member))
      .join("");
  }
  return escapeXml(String(value));
}

function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}
