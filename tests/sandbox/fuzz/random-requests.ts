import type { Service } from "../../../sandbox/wire/messages";
import { TRUST } from "../input-members/usual-members";
import type { RawRequest } from "../raw";
import { A } from "../support";
import type { Random } from "./random";
import type { Shape } from "./shape";

/** A call of an operation in a client's form, with any input. */
export function requestOf(
  service: Service,
  operation: string,
  shape: Shape,
  input: Record<string, unknown>,
): RawRequest {
  const common = { service: service.signingName };
  switch (service.protocol) {
    case "json":
      return {
        ...common,
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `${service.targetPrefix}.${operation}`,
        },
        body: jsonOf(input),
      };
    case "rest":
      return { ...common, ...restRequest(service.routes[operation] ?? "GET /", shape, input) };
    default: {
      const form = new URLSearchParams({ Action: operation, Version: service.version });
      flatten(input, "", service.protocol === "query" ? "member." : "", form);
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      return { ...common, headers, body: form.toString() };
    }
  }
}

function restRequest(
  route: string,
  { members = {} }: Shape,
  input: Record<string, unknown>,
): RawRequest {
  const [method = "GET", template = "/"] = route.split(" ");
  const at = (location: string | undefined) =>
    Object.entries(input).filter(([name]) => members[name]?.location === location);
  const path = template.replace(/\{(\w+)\}/g, (_, label) =>
    encodeURIComponent(wellFormed(textOf(input[label]))),
  );
  const query = Object.fromEntries(
    at("querystring").map(([name, value]) => [name, wellFormed(textOf(value))]),
  );
  return {
    method,
    path,
    query,
    ...(method !== "GET" && { body: jsonOf(Object.fromEntries(at(undefined))) }),
  };
}

/** Writes a value into a form in the query protocol: `Tags.member.1.Key`. */
function flatten(value: unknown, name: string, item: string, form: URLSearchParams): void {
  const below = (key: string) => (name === "" ? key : `${name}.${key}`);
  if (Array.isArray(value)) {
    value.forEach((one, index) => {
      flatten(one, below(`${item}${index + 1}`), item, form);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, held] of Object.entries(value)) flatten(held, below(key), item, form);
  } else if (name !== "") {
    form.append(name, textOf(value));
  }
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

/** A URL cannot contain half of a surrogate pair. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** Damages a valid request, so that it becomes one that no client sends. */
export function spoil(random: Random, request: RawRequest): RawRequest {
  const { body = "", path = "/", headers = {} } = request;
  return random.pick<() => RawRequest>([
    () => ({ ...request, body: body.slice(0, body.length / 2) }),
    () => ({ ...request, body: `${body}\u0000\ufffd` }),
    () => ({ ...request, body: "[".repeat(5000) }),
    () => ({ ...request, body: '{"a":'.repeat(200) }),
    () => ({ ...request, body: "a=%".repeat(100) }),
    () => ({ ...request, body: `${"Tags.member.1.Key=x&".repeat(20)}Tags.member.99999.Key=` }),
    () => ({ ...request, method: random.pick(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"]) }),
    () => ({ ...request, path: `${path}/../..//%2e%2e` }),
    () => ({
      ...request,
      path: random.pick(["/%", "/%ff", "/clusters/%00", "/_sandbox/", "//", "/clusters"]),
    }),
    () => ({ ...request, query: { "X-Amz-Date": "x", Action: "" } }),
    () => ({ ...request, service: random.pick(["s3", "iam", "", "kms", "eks", "x".repeat(500)]) }),
    () => ({ ...request, region: random.pick(["", "nowhere", "us-east-1/x"]) }),
    () => ({ ...request, headers: { ...headers, "content-type": "text/plain" } }),
    () => ({ ...request, headers: { ...headers, "x-amz-target": "TrentService." } }),
    () => ({ ...request, headers: { ...headers, "x-amz-target": "TrentService.__proto__" } }),
    () => ({ ...request, headers: { ...headers, "content-encoding": "gzip" } }),
    () => ({ ...request, signingDate: new Date(0) }),
  ])();
}

const ROLE = `arn:aws:iam::${A}:role/a`;

/** Makes one resource of each kind, with the names that most random inputs use. */
export const FIRST: [service: string, operation: string, input: Record<string, unknown>][] = [
  ["iam", "CreateRole", { RoleName: "a", AssumeRolePolicyDocument: TRUST }],
  ["iam", "UpdateAssumeRolePolicy", { RoleName: "a", PolicyDocument: TRUST }],
  ["iam", "CreateUser", { UserName: "a" }],
  ["iam", "CreateGroup", { GroupName: "a" }],
  ["kms", "CreateKey", { MultiRegion: true }],
  ["kms", "CreateAlias", { AliasName: "alias/a", TargetKeyId: "KeyId" }],
  ["kms", "UpdateAlias", { AliasName: "alias/a", TargetKeyId: "KeyId" }],
  ["secretsmanager", "RestoreSecret", { SecretId: "a" }],
  ["secretsmanager", "CreateSecret", { Name: "a", SecretString: "value" }],
  ["ssm", "PutParameter", { Name: "a", Value: "value", Type: "SecureString", Overwrite: true }],
  ["ssm", "PutParameter", { Name: "/x/p", Value: "value", Type: "String", Overwrite: true }],
  [
    "eks",
    "CreateCluster",
    { name: "a", roleArn: ROLE, resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] } },
  ],
  [
    "eks",
    "CreateNodegroup",
    { clusterName: "a", nodegroupName: "a", nodeRole: ROLE, subnets: ["subnet-1"] },
  ],
  ["eks", "CreateAddon", { clusterName: "a", addonName: "eks-pod-identity-agent" }],
  ["eks", "CreateAccessEntry", { clusterName: "a", principalArn: ROLE }],
  [
    "eks",
    "CreatePodIdentityAssociation",
    { clusterName: "a", namespace: "a", serviceAccount: "a", roleArn: ROLE },
  ],
];

/** Texts that are hardly HTTP. Each gets a connection of its own. */
export const RAW = [
  "\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
  "POST / HTTP/9.9\r\nhost: x\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nab",
  "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
  "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n1\r\na\r\n0\r\n\r\n",
  `GET /${"x".repeat(70_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(70_000)}\r\n\r\n`,
  "GET http://x/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
  "GET * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
  "CONNECT x:1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade, close\r\n\r\n",
  "GET /%zz?%zz=%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\nauthorization: AWS4-HMAC-SHA256 Credential=\r\nconnection: close\r\n\r\n",
  "\u0016\u0003\u0001\u0002\u0000",
  "a".repeat(100),
];
