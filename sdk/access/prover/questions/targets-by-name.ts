import { parseArn } from "../../../rules/arn";
import type { Deployment } from "../documents/deployment";

/** ARNs of secrets and parameters by what stays the same between versions. */
export function targetsByName(deployment: Deployment): Map<string, string> {
  const targets = new Map<string, string>();
  for (const { arn } of [...deployment.secrets, ...deployment.parameters]) {
    const { account, region, resource, service } = parseArn(arn) ?? {};
    const name = service === "secretsmanager" ? resource?.replace(/-.{6}$/, "") : resource;
    targets.set([service, region, account, name].join(":"), arn);
  }
  return targets;
}
