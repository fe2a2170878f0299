import { memoize } from "../collections";
import type { NamedPolicy } from "../grammar/syntax";
import { parseArn } from "../names";
import type { ParameterDocuments } from "./documents";

/** What every permission of a share may allow: the reads of one parameter by its ARN, and none by a path. */
const ACTIONS = [
  "ssm:DescribeParameters",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
];

/** What the resource shares of a parameter say, written as its resource policy; none where it is not shared. */
export const sharePolicy = memoize(
  ({ arn, sharedWith }: ParameterDocuments): NamedPolicy | undefined => {
    if (!sharedWith || sharedWith.length === 0) return undefined;
    return {
      name: `resource shares of ${arn}`,
      document: {
        // In this version `$` is a character as any other.
        Version: "2008-10-17",
        Statement: sharedWith.map((principal) => statementOf(arn, principal)),
      },
    };
  },
);

function statementOf(arn: string, principal: string): object {
  const organization = ORGANIZATION.exec(principal);
  return {
    Effect: "Allow",
    Action: ACTIONS,
    Resource: arn,
    ...(organization
      ? { Principal: "*", Condition: withinOrganization(arn, organization) }
      : { Principal: { AWS: principal } }),
  };
}

const ORGANIZATION =
  /^arn:[a-z0-9-]+:organizations::\d{12}:(?:organization\/(o-[a-z0-9]+)|ou\/(o-[a-z0-9]+)\/(ou-[a-z0-9-]+))$/;

/** In the parameter's own account, which may belong to the organization, a share gives nobody any right. */
function withinOrganization(arn: string, [, whole, of, unit]: RegExpExecArray): object {
  const others = { StringNotEquals: { "aws:PrincipalAccount": parseArn(arn)?.account ?? "" } };
  return whole
    ? { ...others, StringEquals: { "aws:PrincipalOrgID": whole } }
    : {
        ...others,
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${of}/*/${unit}/*` },
      };
}
