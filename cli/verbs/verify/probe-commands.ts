import type { ResolvedGrant, ResolvedReader } from "eks-pod-secrets/grant";
import { kubectlIn } from "../../clusters/kubectl";
import { mountedFiles } from "../../clusters/mounted-files";
import { shellWord } from "../../terminal/printed-text";

/** An image with the AWS CLI, for a short-lived pod. */
const PROBE_IMAGE = "public.ecr.aws/aws-cli/aws-cli:latest";

/**
 * Shell commands that check whether a reader can read, without printing a value: in its own pods if there are any, otherwise in a
 * short-lived pod.
 */
export function probeCommands(reader: ResolvedReader): string[] {
  const { cluster, deployment, id, namespace } = reader;
  const kubectl = kubectlIn(cluster, namespace);
  if (deployment) {
    const files = mountedFiles(reader, deployment.mountPath);
    return files.map(({ path }) => `${kubectl} exec deploy/${id} -- test -s ${shellWord(path)}`);
  }
  return reader.grants.map((grant, index) => {
    const overrides = JSON.stringify({ spec: { serviceAccountName: reader.serviceAccount } });
    const pod = `${kubectl} run ${id}-probe-${index + 1} --rm --attach --restart Never`;
    return `${pod} --image ${PROBE_IMAGE} --overrides ${shellWord(overrides)} -- ${question(grant)}`;
  });
}

function question({ kind, reader, target }: ResolvedGrant): string {
  const region = `--region ${reader.region}`;
  if (kind === "parameter") {
    return `ssm get-parameters --names ${shellWord(target.arn)} ${region} --query 'Parameters[].Version'`;
  }
  // In another account only the full ARN works, whose last characters AWS assigned.
  const outputs = `pulumi stack output secrets --stack ${target.account.name}.secrets --json`;
  const arn = target.external
    ? shellWord(target.existingArn ?? target.name)
    : `"$(${outputs} | jq -r ${shellWord(`.[${JSON.stringify(target.id)}]`)})"`;
  return `secretsmanager get-secret-value --secret-id ${arn} ${region} --query VersionId`;
}
