import type { RawPolicy, World } from "../../../proof";
import { isSamePolicy, sortOf } from "../../../proof/changes/worlds";
import { accountOf, regionOf } from "../../../proof/names";
import { resourceKey } from "../../../proof/prover/documents/names-of-principals";
import { inlineName, nameOf, pathOf } from "../../../site/changes/aws-cli";
import { createFunction } from "../../sandbox/lambda-support";
import { call } from "../../sandbox/raw";
import type { Clients, TestSandbox } from "../../sandbox/support";

/** The value of every secret and parameter. */
export const VALUE = "the value";

/** A world that was made in the sandbox. */
export interface Built {
  /** Replaces the world's ARNs in a text by those of the sandbox. */
  real(text: string): string;
}

type Holders = { arn: string; policies?: RawPolicy[] | null; permissionsBoundary?: RawPolicy }[];

/** Makes everything in a world's documents in the sandbox, as the accounts' administrators. */
export async function buildWorld(sandbox: TestSandbox, world: World): Promise<Built> {
  const { documents, managedPolicies = [] } = world;
  const { groups, keys, organization, parameters, roles, secrets, users } = documents;
  const drawn = new Map<string, string>();
  const real = (text: string) =>
    [...drawn].reduce((now, [from, to]) => now.replaceAll(from, to), text);
  const text = (document: RawPolicy) => real(JSON.stringify(document));
  const owner = (arn: string): Clients =>
    sandbox.clients(accountOf(arn) ?? "", regionOf(arn) || "eu-west-1");
  for (const account of documents.wholeAccounts ?? []) sandbox.administrator(account);

  for (const { arn } of keys ?? []) {
    const isMultiRegion = arn.includes(":key/mrk-");
    const { KeyMetadata } = await owner(arn).kms.createKey({ MultiRegion: isMultiRegion });
    drawn.set(nameOf(arn), KeyMetadata?.KeyId ?? "");
  }
  for (const { arn, key, tags } of secrets ?? []) {
    const Name = secretName(arn);
    const primary = secrets?.find((one) => resourceKey(one.arn) === resourceKey(arn))?.arn ?? arn;
    if (primary !== arn) {
      const replica = { Region: regionOf(arn), ...(key && { KmsKeyId: real(key) }) };
      const asked = { SecretId: real(primary), AddReplicaRegions: [replica] };
      await owner(primary).secretsManager.replicateSecretToRegions(asked);
      continue;
    }
    const { ARN = "" } = await owner(arn).secretsManager.createSecret({
      ...{ Name, SecretString: VALUE, Tags: tagList(tags) },
      ...(key && { KmsKeyId: real(key) }),
    });
    drawn.set(arn.slice(arn.indexOf(`:secret:${Name}`)), ARN.slice(ARN.indexOf(":secret:")));
  }
  for (const { arn } of parameters ?? []) {
    await owner(arn).ssm.putParameter({ Name: nameOf(arn), Value: VALUE, Type: "SecureString" });
  }

  for (const { arn, document, versions } of managedPolicies) {
    const { iam } = owner(arn);
    const [first = document, ...others] = [...(versions ?? []), document];
    const place = { PolicyName: nameOf(arn), Path: pathOf({ arn }) };
    await iam.createPolicy({ ...place, PolicyDocument: text(first) });
    for (const one of others) {
      const version = { PolicyArn: arn, PolicyDocument: text(one), SetAsDefault: true };
      await iam.createPolicyVersion(version);
    }
  }
  for (const { arn, tags } of roles ?? []) {
    const root = { AWS: `arn:aws:iam::${accountOf(arn)}:root` };
    const Statement = { Effect: "Allow", Principal: root, Action: "sts:AssumeRole" };
    await owner(arn).iam.createRole({
      ...{ RoleName: nameOf(arn), Path: pathOf({ arn }), Tags: tagList(tags) },
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  }
  for (const { arn, tags } of users ?? []) {
    const named = { UserName: nameOf(arn), Path: pathOf({ arn }), Tags: tagList(tags) };
    await owner(arn).iam.createUser(named);
  }
  for (const { arn } of groups ?? []) {
    await owner(arn).iam.createGroup({ GroupName: nameOf(arn), Path: pathOf({ arn }) });
  }
  for (const { arn, groups: joined } of users ?? []) {
    for (const group of joined ?? []) {
      await owner(arn).iam.addUserToGroup({ UserName: nameOf(arn), GroupName: nameOf(group) });
    }
  }
  for (const holder of [...(roles ?? []), ...(users ?? []), ...(groups ?? [])] as Holders) {
    await giveRights(holder);
  }
  for (const { arn, trust } of roles ?? []) {
    const { iam } = owner(arn);
    if (!trust) continue;
    await iam.updateAssumeRolePolicy({ RoleName: nameOf(arn), PolicyDocument: text(trust) });
  }
  for (const { arn, roleArn, service } of world.compute ?? []) {
    if (service !== "lambda.amazonaws.com") continue;
    await createFunction(sandbox, roleArn, arn.slice(arn.lastIndexOf(":") + 1), regionOf(arn));
  }
  for (const { arn, disabled, policy } of keys ?? []) {
    const { kms } = owner(arn);
    if (policy) await kms.putKeyPolicy({ KeyId: real(arn), Policy: text(policy) });
    if (disabled) await kms.disableKey({ KeyId: real(arn) });
  }
  for (const { arn, policy } of secrets ?? []) {
    if (!policy) continue;
    const { secretsManager } = owner(arn);
    const given = { SecretId: real(arn), ResourcePolicy: text(policy) };
    await secretsManager.putResourcePolicy(given);
  }
  for (const arn of world.deleted ?? []) {
    await owner(arn).secretsManager.deleteSecret({ SecretId: real(arn) });
  }
  if (organization) {
    const { delegationPolicy, managementAccount, serviceControlPolicies, ...others } = organization;
    const declared = { ...others, managementAccount };
    const isByCalls = managementAccount && !others.resourceControlPolicies;
    const { status } = await sandbox.control("PUT", "/organization", {
      ...declared,
      ...(!isByCalls && { serviceControlPolicies }),
    });
    if (status !== 200) throw new Error(`the sandbox refuses the organization with ${status}`);
    if (isByCalls) await attachPolicies(managementAccount);
    if (isByCalls && delegationPolicy) {
      await ask(managementAccount, "PutResourcePolicy", { Content: text(delegationPolicy) });
    }
  }
  return { real };

  /** Makes and attaches the service control policies. If the world names policies by IDs, the last one stands for each ID. */
  async function attachPolicies(manager: string): Promise<void> {
    const Type = "SERVICE_CONTROL_POLICY";
    const { Roots } = await ask(manager, "ListRoots");
    await ask(manager, "EnablePolicyType", { RootId: Roots[0].Id, PolicyType: Type });
    for (const { account, levels } of organization?.serviceControlPolicies ?? []) {
      for (const document of levels.flat()) {
        const named = { Name: `of-${account}-${drawn.size}`, Description: "", Type };
        const { Policy } = await ask(manager, "CreatePolicy", {
          ...named,
          Content: text(document),
        });
        const { Id: PolicyId } = Policy.PolicySummary;
        await ask(manager, "AttachPolicy", { PolicyId, TargetId: account });
        for (const id of ["p-x", "p-11112222"]) drawn.set(id, PolicyId);
      }
    }
  }

  async function ask(account: string, operation: string, input: object = {}) {
    const { text: answer } = await call(sandbox.endpoint, sandbox.administrator(account), {
      service: "organizations",
      body: JSON.stringify(input),
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSOrganizationsV20161128.${operation}`,
      },
    });
    const said = answer === "" ? {} : JSON.parse(answer);
    if (said.__type) throw new Error(`${operation}: ${said.Message}`);
    return said;
  }

  async function giveRights({ arn, permissionsBoundary, policies }: Holders[number]) {
    const { iam } = owner(arn);
    const { sort } = sortOf(arn);
    const named = { [`${sort}Name`]: nameOf(arn) } as Record<"RoleName", string>;
    const method = (verb: string) => `${verb}${sort}Policy` as "putRolePolicy";
    for (const [at, document] of (policies ?? []).entries()) {
      const managed = managedPolicies.find(
        (one) => one.attachedTo.includes(arn) && isSamePolicy(one.document, document),
      );
      if (managed) {
        const attach = method("attach") as unknown as "attachRolePolicy";
        await iam[attach]({ ...named, PolicyArn: managed.arn });
        continue;
      }
      const inline = { PolicyName: inlineName(at), PolicyDocument: text(document) };
      // A policy without a statement does not exist.
      if (isEmpty(document)) continue;
      await iam[method("put")]({ ...named, ...inline });
    }
    if (!permissionsBoundary) return;
    const made = { PolicyName: `boundary-of-${nameOf(arn)}`, PolicyDocument: "" };
    made.PolicyDocument = text(permissionsBoundary);
    const { Policy } = await iam.createPolicy(made);
    const put = `put${sort}PermissionsBoundary` as "putRolePermissionsBoundary";
    await iam[put]({ ...named, PermissionsBoundary: Policy?.Arn });
  }
}

function isEmpty(document: RawPolicy): boolean {
  const { Statement } = document as { Statement: unknown[] };
  return Statement.length === 0;
}

/** The name of a secret, without the random suffix. */
function secretName(arn: string): string {
  return arn.slice(arn.lastIndexOf(":secret:") + ":secret:".length, -"-AbCdEf".length);
}

function tagList(tags: Record<string, string> | null | undefined) {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}
