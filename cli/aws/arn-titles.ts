import { parseArn } from "eks-pod-secrets/grant";

/** An ARN with the word before it. An ARN in quotation marks is a policy value, which is compared letter by letter. */
const ARN = /(\b[a-z]+ )?(?<!")\b(arn:[\w-]+:[\w-]+:[^\s,;()"]*[^\s,;()":.])/g;

/** What precedes the name in an ARN's resource, by service. What follows the name comes from AWS. */
const RESOURCES: Record<string, RegExp> = {
  secretsmanager: /^(secret):(.+?)(?:-[A-Za-z0-9]{6})?$/,
  ssm: /^(parameter)(\/.+)$/,
  iam: /^(role|user|policy)\/(?:.*\/)?(.+)$/,
  eks: /^(cluster)\/([^/]+)$/,
  kms: /^(key|alias)\/(.+)$/,
};

/**
 * A text with names instead of ARNs: `secret orders/db of account 111111111111`, or `secret orders-db` if `nameOf` knows one. An
 * ARN without such a name is unchanged, and so is a pattern.
 */
export function withNames(
  text: string,
  nameOf: (arn: string) => string | undefined = () => undefined,
): string {
  return text.replace(ARN, (whole, before: string | undefined, arn: string) => {
    const named = namedIn(arn);
    if (!named) return whole;
    const { account, kind, name } = named;
    const title = `${kind} ${nameOf(arn) ?? `${name} of account ${account}`}`;
    return before === undefined || before === `${kind} ` ? title : `${before}${title}`;
  });
}

function namedIn(arn: string): { kind: string; name: string; account: string } | undefined {
  const { account, resource = "", service = "" } = parseArn(arn) ?? {};
  const [, kind, name] = RESOURCES[service]?.exec(resource) ?? [];
  const isPattern = /[*?]/.test(arn);
  return kind && name && account && !isPattern ? { kind, name, account } : undefined;
}
