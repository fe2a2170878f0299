import { statementsAbout } from "../../evaluator/reads";
import type { RawPolicy } from "../../grammar/syntax";

/**
 * Actions by which nobody comes to read a secret, changes who reads it, or becomes somebody else, by any path that is known. So
 * they call no function, which would answer with what its role can read, and write no object, which may be code or a template that
 * another role runs. What somebody has set up to start on a message, a record, an item or a metric is not looked at. The list is
 * kept by hand. What it lacks is not taken to be harmless.
 */
const HARMLESS: Record<string, string[]> = {
  aps: ["GetLabels", "GetMetricMetadata", "GetSeries", "QueryMetrics", "RemoteWrite"],
  bedrock: ["InvokeModel", "InvokeModelWithResponseStream"],
  cloudwatch: [
    ...["DescribeAlarms", "GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"],
  ],
  dynamodb: [
    ...["BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DescribeStream"],
    ...["DescribeTable", "DescribeTimeToLive", "GetItem", "GetRecords", "GetShardIterator"],
    ...["ListStreams", "ListTables", "PutItem", "Query", "Scan", "UpdateItem"],
  ],
  ec2: [
    ...["DescribeAvailabilityZones", "DescribeInstances", "DescribeInstanceTypes"],
    ...["DescribeRegions", "DescribeSecurityGroups", "DescribeSubnets", "DescribeTags"],
    ...["DescribeVolumes", "DescribeVpcs"],
  ],
  ecr: [
    ...["BatchCheckLayerAvailability", "BatchGetImage", "DescribeImages", "DescribeRepositories"],
    ...["GetAuthorizationToken", "GetDownloadUrlForLayer", "ListImages"],
  ],
  firehose: ["PutRecord", "PutRecordBatch"],
  kinesis: [
    ...["DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards"],
    ...["ListStreams", "PutRecord", "PutRecords", "SubscribeToShard"],
  ],
  logs: [
    ...["CreateLogGroup", "CreateLogStream", "DescribeLogGroups", "DescribeLogStreams"],
    ...["PutLogEvents", "PutRetentionPolicy"],
  ],
  s3: [
    ...["GetBucketLocation", "GetBucketVersioning", "GetObject", "GetObjectAttributes"],
    ...["GetObjectTagging", "GetObjectVersion", "GetObjectVersionTagging", "ListAllMyBuckets"],
    ...["ListBucket", "ListBucketMultipartUploads", "ListBucketVersions"],
    ...["ListMultipartUploadParts"],
  ],
  ses: ["SendEmail", "SendRawEmail"],
  sqs: [
    ...["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl"],
    ...["ListQueues", "ReceiveMessage", "SendMessage"],
  ],
  sns: ["Publish"],
  sts: ["GetCallerIdentity"],
  xray: [
    ...["GetSamplingRules", "GetSamplingStatisticSummaries", "GetSamplingTargets"],
    ...["PutTelemetryRecords", "PutTraceSegments"],
  ],
};

/** The same, each with its service, as IAM names them. */
export const HARMLESS_ACTIONS = Object.entries(HARMLESS).flatMap(([service, names]) =>
  names.map((name) => `${service}:${name}`),
);

/** Harmless actions that policies may allow, and on what, one entry for each statement that allows some. */
export interface HarmlessRights {
  actions: string[];
  /** As the statement writes it, e.g. `on *`. */
  where: string;
}

/** What policies may allow that is harmless. Conditions and denials, which could only take away, are not looked at. */
export function harmlessRights(policies: readonly RawPolicy[]): HarmlessRights[] {
  return policies
    .flatMap((policy) => statementsAbout(policy, HARMLESS_ACTIONS) as StatementText[])
    .filter(({ Effect }) => Effect === "Allow")
    .map((statement) => ({
      actions: HARMLESS_ACTIONS.filter(
        (action) => statementsAbout({ Statement: [statement] }, [action]).length > 0,
      ),
      where:
        statement.NotResource === undefined
          ? `on ${listed(statement.Resource)}`
          : `on all but ${listed(statement.NotResource)}`,
    }));
}

interface StatementText {
  Effect?: string;
  Resource?: string | string[];
  NotResource?: string | string[];
}

function listed(texts: string | string[] | undefined): string {
  return [texts ?? []].flat().join(", ");
}
