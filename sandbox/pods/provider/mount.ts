import { ROLE_ANNOTATION } from "../../kubernetes/objects/pod-identity-webhook";
import { POD_IDENTITY_AUDIENCE, STS_AUDIENCE } from "../../kubernetes/tokens/service-account-token";
import type { PodCredentials } from "../agent/agent-request";
import { type Log, MountError } from "./descriptor";
import { readDescriptors, secretType } from "./descriptors";
import { type AwsSession, fetchParameters, fetchSecret } from "./fetch";
import { type FetchedFile, writeFiles } from "./fetched-file";
import { webIdentityCredentials } from "./web-identity";

export interface MountRequest {
  /** Parameters of the SecretProviderClass, overridden by the volume's attributes. */
  attributes: Record<string, string>;
  namespace: string;
  serviceAccount: string;
  /** Annotations of the service account, such as the role of IAM roles for service accounts. */
  annotations: Record<string, string>;
  /** Service account tokens by audience. None if the CSIDriver requests none. */
  tokens: Record<string, string> | undefined;
  directory: string;
  /** Label `topology.kubernetes.io/region` of the node. */
  nodeRegion: string;
}

export interface ProviderHost {
  endpoint: string;
  clock: () => Date;
  /** Gets credentials from the node's Pod Identity agent. Throws `AgentError`. */
  podCredentials: (token: string) => Promise<PodCredentials>;
  log: Log;
}

/** Fetches everything that a SecretProviderClass names, then writes and returns it. Throws `MountError` with the provider's text. */
export async function mount(host: ProviderHost, request: MountRequest): Promise<FetchedFile[]> {
  const { attributes, directory } = request;
  const regions = regionsOf(attributes, request.nodeRegion);
  const credentialsIn = identityOf(host, request, regions[0] ?? "");
  const sessions = regions.map(
    (region): AwsSession => ({
      region,
      endpoint: host.endpoint,
      systemClockOffset: host.clock().getTime() - Date.now(),
      credentials: () => credentialsIn(region),
    }),
  );
  const { descriptors, fileName } = readDescriptors(
    attributes.objects ?? "",
    attributes.pathTranslation ?? "",
    regions,
  );
  const files: FetchedFile[] = [];
  for (const descriptor of descriptors) {
    if (secretType(descriptor) !== "secretsmanager") continue;
    files.push(...(await fetchSecret(sessions, descriptor, fileName, host.log)));
  }
  const parameters = descriptors.filter((object) => secretType(object) === "ssmparameter");
  files.push(...(await fetchParameters(sessions, parameters, fileName, host.log)));
  await writeFiles(directory, files);
  if (files.length === 0) throw new MountError("missing object versions");
  return files;
}

function regionsOf(attributes: Record<string, string>, nodeRegion: string): string[] {
  const region = attributes.region || nodeRegion;
  const { failoverRegion = "" } = attributes;
  if (failoverRegion === "") return [region];
  if (failoverRegion === region) {
    throw new MountError(`${region}: failover region cannot be the same as the primary region`);
  }
  return [region, failoverRegion];
}

/** Gives a pod's credentials in a region: by Pod Identity, or by the role that the service account's annotation names. */
function identityOf(
  host: ProviderHost,
  request: MountRequest,
  region: string,
): (region: string) => Promise<PodCredentials> {
  const { usePodIdentity = "" } = request.attributes;
  if (request.tokens === undefined) {
    throw new MountError(
      "CSI token error: serviceAccount.tokens not provided - ensure tokenRequests is configured in CSIDriver - ensure tokenRequests is configured in CSIDriver spec",
    );
  }
  if (parseBool(usePodIdentity)) {
    const token = tokenFor(request.tokens, POD_IDENTITY_AUDIENCE, "Pod Identity");
    return () => host.podCredentials(token);
  }
  const token = tokenFor(request.tokens, STS_AUDIENCE, "IRSA");
  const { namespace, serviceAccount } = request;
  const role = request.annotations[ROLE_ANNOTATION];
  if (!role) {
    throw new MountError(
      `${region}: An IAM role must be associated with service account ${serviceAccount} (namespace: ${namespace})`,
    );
  }
  return (at) => webIdentityCredentials({ endpoint: host.endpoint, region: at }, role, token);
}

function tokenFor(tokens: Record<string, string>, audience: string, kind: string): string {
  const token = tokens[audience];
  if (token !== undefined) return token;
  throw new MountError(
    `${kind} token extraction failed: token for audience "${audience}" not found - ensure tokenRequests includes this audience in CSIDriver`,
  );
}

function parseBool(text: string): boolean {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text)) return true;
  if (["", "0", "f", "F", "false", "FALSE", "False"].includes(text)) return false;
  throw new MountError(
    `failed to parse usePodIdentity value, error: strconv.ParseBool: parsing "${text}": invalid syntax`,
  );
}
