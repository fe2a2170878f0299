import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../sandbox/wire/signature/canonical-request";
import { policy } from "./secrets-support";
import {
  A,
  type Clients,
  type Credentials,
  credentialsOf,
  REGION,
  type TestSandbox,
  withSandbox,
} from "./support";

export const CLUSTER = "shop";

/** A trust policy for one AWS service. */
export function serviceTrust(service: string, actions: string[] = ["sts:AssumeRole"]): string {
  return policy({ Principal: { Service: service }, Action: actions });
}

export const POD_TRUST = serviceTrust("pods.eks.amazonaws.com", [
  "sts:AssumeRole",
  "sts:TagSession",
]);

export function clusterArn(account: string, name = CLUSTER): string {
  return `arn:aws:eks:${REGION}:${account}:cluster/${name}`;
}

export function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** Creates a role. If `statements` are given, the role has one inline policy. */
export async function createRole(
  sandbox: TestSandbox,
  account: string,
  name: string,
  trust = POD_TRUST,
  statements: object[] = [],
): Promise<string> {
  const { iam } = sandbox.clients(account);
  await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trust });
  if (statements.length > 0) {
    await iam.putRolePolicy({
      RoleName: name,
      PolicyName: "inline",
      PolicyDocument: policy(...statements),
    });
  }
  return roleArn(account, name);
}

/** Creates a cluster with its roles, and one nodegroup unless `nodes` is false. */
export async function createCluster(
  sandbox: TestSandbox,
  account: string,
  { name = CLUSTER, nodes = true } = {},
): Promise<void> {
  const { eks, iam } = sandbox.clients(account);
  await createRole(sandbox, account, `${name}-cluster`, serviceTrust("eks.amazonaws.com"));
  await eks.createCluster({
    name,
    version: "1.34",
    roleArn: roleArn(account, `${name}-cluster`),
    resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
  });
  if (!nodes) return;
  await createRole(sandbox, account, `${name}-node`, serviceTrust("ec2.amazonaws.com"));
  await iam.attachRolePolicy({
    RoleName: `${name}-node`,
    PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
  });
  await eks.createNodegroup({
    clusterName: name,
    nodegroupName: "nodes",
    nodeRole: roleArn(account, `${name}-node`),
    subnets: ["subnet-1"],
  });
}

export type Kubernetes = (
  method: string,
  path: string,
  body?: unknown,
  contentType?: string,
  // biome-ignore lint/suspicious/noExplicitAny: tests look into Kubernetes objects of every kind
) => Promise<{ status: number; body: any }>;

/** The Kubernetes API of a cluster for a caller with these credentials. */
export async function kubernetes(
  sandbox: TestSandbox,
  account: string,
  { name = CLUSTER, credentials = sandbox.administrator(account) as Credentials } = {},
): Promise<Kubernetes> {
  const token = await bearerToken(sandbox, credentials, name);
  const address = clusterAddress(sandbox.endpoint, sandbox.directory, account, name);
  return async (method, path, body, contentType = "application/json") => {
    const headers = { "content-type": contentType };
    const { status, text } = await clusterRequest(address, path, { method, token, body, headers });
    return { status, body: JSON.parse(text) };
  };
}

/** The token that `aws eks get-token` prints. */
export async function bearerToken(
  sandbox: Pick<TestSandbox, "endpoint">,
  credentials: Credentials,
  clusterName: string,
  { action = "GetCallerIdentity", signsCluster = true } = {},
): Promise<string> {
  const { hostname, port, host } = new URL(sandbox.endpoint);
  const signer = new SignatureV4({ service: "sts", region: REGION, credentials, sha256: Sha256 });
  const signed = await signer.presign(
    {
      method: "GET",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: "/",
      query: { Action: action, Version: "2011-06-15" },
      headers: { host, ...(signsCluster && { "x-k8s-aws-id": clusterName }) },
    },
    { expiresIn: 60, unhoistableHeaders: new Set(["x-k8s-aws-id"]) },
  );
  const query = new URLSearchParams(signed.query as Record<string, string>);
  const url = `${sandbox.endpoint}/?${query.toString()}`;
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
}

/** Calls `AssumeRoleForPodIdentity` over HTTP, as the agent does. */
export function assumeRoleForPodIdentity(
  sandbox: TestSandbox,
  credentials: Credentials,
  token: unknown,
  clusterName = CLUSTER,
): Promise<SignedAnswer> {
  const path = `/clusters/${encodeURIComponent(clusterName)}/assume-role-for-pod-identity`;
  return signedCall(sandbox, credentials, "eks-auth", "POST", path, { token });
}

interface SignedAnswer {
  status: number;
  code: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the answer's shape is what the tests are about
  body: any;
}

/** Makes a signed call to a REST-JSON service, with any body. */
async function signedCall(
  sandbox: TestSandbox,
  credentials: Credentials,
  service: string,
  method: string,
  path: string,
  content: unknown,
): Promise<SignedAnswer> {
  const { protocol, hostname, port, host } = new URL(sandbox.endpoint);
  const body = JSON.stringify(content);
  const signer = new SignatureV4({ service, region: REGION, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol,
    hostname,
    port: Number(port),
    path,
    headers: { host, "content-type": "application/json" },
    body,
  });
  const response = await fetch(`${sandbox.endpoint}${path}`, {
    method,
    headers: signed.headers,
    body,
  });
  return {
    status: response.status,
    code: response.headers.get("x-amzn-errortype"),
    body: await response.json(),
  };
}

/** A trust policy that lets an account decide who may assume the role. */
export function adminTrust(account: string): string {
  return policy({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" });
}

/** Credentials of a role's session. */
export async function assume(sandbox: TestSandbox, account: string, name: string) {
  const { Credentials } = await sandbox
    .clients(account)
    .sts.assumeRole({ RoleArn: roleArn(account, name), RoleSessionName: "test" });
  return credentialsOf(Credentials);
}

/** The address of a cluster's API, and its certificate authority as PEM. */
export interface ClusterAddress {
  server: string;
  certificateAuthority: string;
}

/** The address of a cluster. Its sandbox has its state in `state`. */
export function clusterAddress(
  endpoint: string,
  state: string,
  account: string,
  name: string,
  region = "us-east-1",
): ClusterAddress {
  const server = `${endpoint.replace("http:", "https:")}/_kubernetes/${account}/${region}/${name}`;
  return { server, certificateAuthority: certificateAuthorityIn(state) };
}

/** The certificate authority of a sandbox's clusters, as PEM. The sandbox has its state in this directory. */
export function certificateAuthorityIn(state: string): string {
  const file = readFileSync(join(state, "certificate-authority.pem"), "utf8");
  return file.slice(0, file.indexOf("-----BEGIN PRIVATE KEY-----"));
}

interface ClusterRequest {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

interface ClusterResponse {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Sends a request to a cluster's API, and reads the whole answer. */
export async function clusterRequest(
  address: ClusterAddress,
  path: string,
  options: ClusterRequest = {},
): Promise<ClusterResponse> {
  const response = await openClusterRequest(address, path, options);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: await text(response),
  };
}

/** Sends a request to a cluster's API. The answer may stay open. */
export function openClusterRequest(
  { certificateAuthority, server }: ClusterAddress,
  path: string,
  { body, headers, method = "GET", token }: ClusterRequest = {},
): Promise<IncomingMessage> {
  const content =
    body === undefined || typeof body === "string" || Buffer.isBuffer(body)
      ? body
      : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      server + path,
      {
        method,
        ca: certificateAuthority,
        headers: {
          "content-type": "application/json",
          "user-agent": "tests/1",
          ...headers,
          // Without it, Node.js sends the body of a DELETE without a length.
          ...(content !== undefined && { "content-length": Buffer.byteLength(content) }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      },
      resolve,
    );
    sent.once("error", reject);
    sent.end(content);
  });
}

/** A sandbox with one cluster, and the cluster's API for its administrator. */
export type ClusterSuite = { sandbox: TestSandbox; k8s: Kubernetes } & Clients;

/** Starts them before the tests of a suite, as `withSandbox` does. */
export function withCluster({ each = false, nodes = false } = {}): ClusterSuite {
  const suite = withSandbox({ each });
  const { sandbox } = suite;
  let asked: { endpoint: string; k8s: Kubernetes } | undefined;
  const start = each ? beforeEach : before;
  start(() => createCluster(sandbox, A, { nodes }));
  const k8s: Kubernetes = async (...call) => {
    const { endpoint } = sandbox;
    if (asked?.endpoint !== endpoint) asked = { endpoint, k8s: await kubernetes(sandbox, A) };
    return asked.k8s(...call);
  };
  return { ...suite, k8s };
}
