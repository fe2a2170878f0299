import { parseArn } from "../../sdk/grant";

const ARN = /\barn:[\w-]+:[\w-]+:[^\s,;()]*/g;

/** What precedes the name in the resource of an ARN, by service; what follows the name is AWS's own. */
const RESOURCES: Record<string, RegExp> = {
  secretsmanager: /^(secret):(.+?)(?:-[A-Za-z0-9]{6})?$/,
  ssm: /^(parameter)(\/.+)$/,
  iam: /^(role|user|policy)\/(?:.*\/)?(.+)$/,
  eks: /^(cluster)\/([^/]+)$/,
  kms: /^(key|alias)\/(.+)$/,
};

/** A text in which names stand for ARNs: `secret orders/db of account 111111111111`. An ARN without a name of this kind stays. */
export function withNames(text: string): string {
  return text.replace(ARN, (arn) => arnTitle(arn) ?? arn);
}

function arnTitle(arn: string): string | undefined {
  const { account, resource = "", service = "" } = parseArn(arn) ?? {};
  const [, kind, name] = RESOURCES[service]?.exec(resource) ?? [];
  return kind && name && account ? `${kind} ${name} of account ${account}` : undefined;
}
