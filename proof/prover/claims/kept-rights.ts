import { statementsAbout } from "../../evaluator/reads";
import type { RawPolicy } from "../../grammar/syntax";

/**
 * Actions with which, on any known path, nobody can come to read a secret, change who reads it, or become somebody else. They
 * call no function, which would answer with what its role can read, and write no object, which could be code or a template that
 * another role runs. Things that somebody has set up to start on a message, a record, an item or a metric are ignored. The list
 * is kept by hand. What it lacks is not assumed to be harmless.
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

/** The harmless actions with their services, as IAM names them. */
export const HARMLESS_ACTIONS = Object.entries(HARMLESS).flatMap(([service, names]) =>
  names.map((name) => `${service}:${name}`),
);

/** Harmless actions that policies allow, with one entry for each statement. */
export interface HarmlessRights {
  actions: string[];
  /** What the statement allows them on, as written there, such as `on *`. */
  where: string;
}

/** The harmless actions that policies may allow. Ignores conditions and denials, which can only take rights away. */
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
