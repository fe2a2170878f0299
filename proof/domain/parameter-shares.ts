import { memoize } from "../collections";
import type { NamedPolicy } from "../grammar/syntax";
import { parseArn } from "../names";
import type { ParameterDocuments } from "./documents";

/** The actions that any permission of a share may allow: reads of a parameter by its ARN, but not by a path. */
const ACTIONS = [
  "ssm:DescribeParameters",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
];

/** The resource shares of a parameter as a resource policy; undefined if it is not shared. */
export const sharePolicy = memoize(
  ({ arn, sharedWith }: ParameterDocuments): NamedPolicy | undefined => {
    if (!sharedWith || sharedWith.length === 0) return undefined;
    return {
      name: `resource shares of ${arn}`,
      document: {
        // In this version of the policy language, `$` is an ordinary character.
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

/**
 * The condition of a share with an organization. In the parameter's own account, which may belong to it, a share gives nobody any
 * right.
 */
function withinOrganization(arn: string, [, whole, of, unit]: RegExpExecArray): object {
  const others = { StringNotEquals: { "aws:PrincipalAccount": parseArn(arn)?.account ?? "" } };
  return whole
    ? { ...others, StringEquals: { "aws:PrincipalOrgID": whole } }
    : {
        ...others,
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${of}/*/${unit}/*` },
      };
}
