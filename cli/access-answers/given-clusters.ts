import { isUtf8 } from "node:buffer";
import { parseArn } from "eks-pod-secrets/grant";
import { inParallel, sortedUnique } from "iam-proof/collections";
import { parseYamlText } from "iam-proof/yaml";
import { ZodError } from "zod";
import { clustersFrom } from "../changes/clusters-from";
import { accessPolicyRules } from "../changes/rbac/access-policies";
import type { Cluster } from "../changes/rbac/cluster";
import { AT_ONCE, UnreadError } from "../documents/live/live-call";
import { reachedAccount } from "../documents/live/reached-account";
import type { SourceDocuments } from "../documents/source-documents";
import { UserError } from "../terminal/errors";
import { readAtMost } from "../terminal/output-file";
import { liveCluster } from "./live-cluster";

/** Clusters with known contents, and the others that the documents name. */
export interface GivenClusters {
  clusters: Cluster[];
  unknown: { arn: string; reason?: string }[];
  /** Why parts of the clusters are not known. */
  reasons: string[];
}

/** Reads the contents of clusters: from files and, if the source was read live, those of the inventory's clusters from their APIs. */
export async function givenClusters(
  { documents, live, zone }: SourceDocuments,
  files: readonly string[],
): Promise<GivenClusters> {
  const named = sortedUnique((documents.associations ?? []).map(({ clusterArn }) => clusterArn));
  const given = (await Promise.all(files.map((file) => clustersOf(file, named)))).flat();
  const isGiven = (arn: string) => given.some((one) => one.arn === arn);
  const others = live && zone ? zone.clusters.filter(({ arn }) => !isGiven(arn)) : [];
  const read = await inParallel(others, AT_ONCE, async (cluster) => {
    try {
      const { access, problem } = await reachedAccount(cluster.account, "prove");
      const found = access && (await liveCluster(cluster, access(cluster.region)));
      return { arn: cluster.arn, found, reason: problem };
    } catch (error) {
      if (!(error instanceof UserError || error instanceof UnreadError)) throw error;
      return { arn: cluster.arn, found: undefined, reason: error.message };
    }
  });
  const clusters = [...given, ...read.flatMap(({ found }) => found ?? [])];
  const unknown = named
    .filter((arn) => clusters.every((one) => one.arn !== arn))
    .map((arn) => {
      const reason = read.find((one) => one.arn === arn)?.reason;
      return { arn, ...(reason !== undefined && { reason }) };
    });
  return { clusters, unknown, reasons: clusters.flatMap(reasonsOf) };
}

/** What was not read, and access policies whose rights AWS does not document. */
function reasonsOf({ accessEntries, arn, unread }: Cluster): string[] {
  const all = accessEntries.flatMap(({ policies }) => policies.map(({ policyArn }) => policyArn));
  return [
    ...(unread.length > 0 ? [`nobody knows of ${arn}: ${unread.join(", ")}`] : []),
    ...sortedUnique(all)
      .filter((policy) => !accessPolicyRules(policy))
      .map((policy) => `nobody knows what access policy ${policy} of ${arn} allows`),
  ];
}

/** The largest size of a file, in bytes. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/** The clusters in `FILE`, or in `CLUSTER_ARN=FILE`. A plain list from kubectl belongs to the only cluster that the documents name. */
async function clustersOf(given: string, named: readonly string[]): Promise<Cluster[]> {
  const [, arn, rest] = /^(arn:[^=]+)=(.*)$/s.exec(given) ?? [];
  const file = rest ?? given;
  if (arn !== undefined && parseArn(arn)?.service !== "eks") {
    throw new UserError(`--cluster-objects must name a cluster by its ARN, got ${arn}`);
  }
  const bytes = await readAtMost(file, SIZE_LIMIT, `${file} must be a file of cluster objects`);
  if (bytes.length > SIZE_LIMIT || !isUtf8(bytes)) {
    throw new UserError(`${file} must be at most ${SIZE_LIMIT} bytes of UTF-8`);
  }
  const value = inText(file, bytes.toString("utf8"));
  const isList = typeof value === "object" && value !== null && "kind" in value;
  if (isList && arn === undefined && named.length !== 1) {
    throw new UserError(
      `${file} must come with its cluster, as --cluster-objects CLUSTER_ARN=${file}: the documents name ${named.length} clusters`,
    );
  }
  try {
    return clustersFrom(value, arn ?? named[0]);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const [issue] = error.issues;
    throw new UserError(`${file} is not understood: ${issue?.path.join(".")}: ${issue?.message}`);
  }
}

function inText(file: string, text: string): unknown {
  if (/^\s*\{/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      throw new UserError(`${file} must be JSON or YAML`);
    }
  }
  const read = parseYamlText(text);
  if ("flaw" in read) throw new UserError(`${file} must be JSON or YAML: ${read.flaw}`);
  return read.document.toJS();
}
