import { Sha256 } from "../../wire/signature/canonical-request";
import { requireLoopback } from "../common/loopback";
import type { ExecArgs } from "./kubeconfig";

const tokenPrefix = "k8s-aws-v1.";
const validSeconds = 60;

/** The options of an `aws eks get-token` command line. */
export interface TokenRequest {
  clusterName: string;
  region: string;
  roleArn?: string;
  profile?: string;
}

/** Parses the command line of a kubeconfig's exec entry. It knows only `aws eks get-token`. */
export function tokenRequestOf({ command, args, env }: ExecArgs): TokenRequest {
  const words = args.flatMap((arg) => (/^--[\w-]+=/.test(arg) ? splitOption(arg) : [arg]));
  const option = (...names: string[]) => {
    const at = words.findIndex((word) => names.includes(word));
    return at < 0 ? undefined : words[at + 1];
  };
  const clusterName = option("--cluster-name", "--cluster-id");
  const verb = words.join(" ").includes("eks get-token");
  if (!/(^|\/)aws$/.test(command) || !verb || !clusterName) {
    throw new Error(
      `kubeconfig's exec must be aws eks get-token --cluster-name NAME, got ${[command, ...args].join(" ")}`,
    );
  }
  const region =
    option("--region") ??
    env.AWS_REGION ??
    env.AWS_DEFAULT_REGION ??
    process.env.AWS_REGION ??
    process.env.AWS_DEFAULT_REGION;
  if (!region) throw new Error("aws eks get-token needs --region, or AWS_REGION");
  const roleArn = option("--role-arn", "--role");
  const profile = option("--profile") ?? (hasKeys() ? undefined : env.AWS_PROFILE);
  return { clusterName, region, ...(roleArn && { roleArn }), ...(profile && { profile }) };
}

/** The token of `aws eks get-token`: the URL of a signed sts:GetCallerIdentity call for the cluster. */
export async function eksToken(request: TokenRequest): Promise<string> {
  const { SignatureV4 } = await import("@smithy/signature-v4");
  const endpoint = new URL(
    requireLoopback(
      "AWS_ENDPOINT_URL",
      process.env.AWS_ENDPOINT_URL_STS ?? process.env.AWS_ENDPOINT_URL,
    ),
  );
  const signer = new SignatureV4({
    service: "sts",
    region: request.region,
    credentials: await credentials(request),
    sha256: Sha256,
  });
  const signed = await signer.presign(
    {
      method: "GET",
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port ? { port: Number(endpoint.port) } : {}),
      path: "/",
      headers: { host: endpoint.host, "x-k8s-aws-id": request.clusterName },
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
    },
    { expiresIn: validSeconds, unhoistableHeaders: new Set(["x-k8s-aws-id"]) },
  );
  const url = new URL(signed.path, endpoint);
  for (const [name, value] of Object.entries(signed.query ?? {})) {
    url.searchParams.set(name, String(value));
  }
  return tokenPrefix + Buffer.from(url.href).toString("base64url");
}

async function credentials({ roleArn, profile, region }: TokenRequest) {
  const { fromEnv, fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import(
    "@aws-sdk/credential-providers"
  );
  const ambient = hasKeys() ? fromEnv() : fromNodeProviderChain();
  const base = profile ? fromIni({ profile }) : ambient;
  if (!roleArn) return base;
  return fromTemporaryCredentials({
    masterCredentials: base,
    clientConfig: { region },
    params: { RoleArn: roleArn, RoleSessionName: "EKSGetTokenAuth" },
  });
}

/** Whether the environment has access keys. In the AWS CLI they come before `AWS_PROFILE`, and `--profile` comes before them. */
function hasKeys({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = process.env): boolean {
  return Boolean(id && secret);
}

function splitOption(arg: string): string[] {
  const equals = arg.indexOf("=");
  return [arg.slice(0, equals), arg.slice(equals + 1)];
}
