import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { call } from "./raw";
import { A, B, withSandbox } from "./support";

const MANAGEMENT = "999999999999";
const SCP = "SERVICE_CONTROL_POLICY";
const RCP = "RESOURCE_CONTROL_POLICY";
const statement = { Effect: "Deny", Action: "secretsmanager:DescribeSecret", Resource: "*" };
const document = (more: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...more }] });

describe("control policies by calls of AWS Organizations, in the sandbox", () => {
  const { sandbox } = withSandbox({ each: true });
  let root: string;

  // biome-ignore lint/suspicious/noExplicitAny: answers of every operation
  type Answer = { code: string; answer: any };
  const asked = async (operation: string, input: object = {}, account = MANAGEMENT) => {
    const { text } = await call(sandbox.endpoint, sandbox.administrator(account), {
      service: "organizations",
      body: JSON.stringify(input),
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSOrganizationsV20161128.${operation}`,
      },
    });
    const answer = text === "" ? {} : JSON.parse(text);
    return { code: answer.__type ?? "", answer } as Answer;
  };
  const done = async (operation: string, input: object = {}) => {
    const { answer, code } = await asked(operation, input);
    strictEqual(code, "", `${operation}: ${answer.Message}`);
    return answer;
  };
  const refused = async (code: string, ...call: Parameters<typeof asked>) =>
    strictEqual((await asked(...call)).code, code);
  const made = async (Name: string, Type = SCP, Content = document()) =>
    (await done("CreatePolicy", { Name, Type, Content, Description: "d" })).Policy.PolicySummary.Id;
  const described = (account: string) =>
    sandbox.clients(account).secretsManager.describeSecret({ SecretId: "own" });

  beforeEach(async () => {
    for (const account of [MANAGEMENT, A, B]) {
      await sandbox.clients(account).secretsManager.createSecret({ Name: "own" });
    }
    const organization = { id: "o-exampleorg", managementAccount: MANAGEMENT };
    await sandbox.control("PUT", "/organization", organization);
    root = (await done("ListRoots")).Roots[0].Id;
    await done("EnablePolicyType", { RootId: root, PolicyType: SCP });
  });

  it("are in force where they are attached, and the management account is never bound", async () => {
    const PolicyId = await made("no-secrets");
    await done("AttachPolicy", { PolicyId, TargetId: A });
    await rejects(described(A), ({ message }: Error) => {
      match(
        message,
        new RegExp(`explicit deny in a service control policy: arn:\\S+/${PolicyId}$`),
      );
      return true;
    });
    await described(B);
    await done("DetachPolicy", { PolicyId, TargetId: A });
    await described(A);
    await done("AttachPolicy", { PolicyId, TargetId: root });
    await rejects(described(B), /explicit deny/);
    await described(MANAGEMENT);
    await done("UpdatePolicy", { PolicyId, Content: document({ Resource: "arn:aws:s3:::a" }) });
    await described(B);
  });

  it("of resources deny whoever asks", async () => {
    await done("EnablePolicyType", { RootId: root, PolicyType: RCP });
    const PolicyId = await made("rcp", RCP, document({ Principal: "*" }));
    await done("AttachPolicy", { PolicyId, TargetId: A });
    await rejects(described(A), /explicit deny in a resource control policy: arn/);
    await described(B);
  });

  it("come beside those that were declared", async () => {
    const allow = { Effect: "Allow", Action: "secretsmanager:*", Resource: "*" };
    const levels = [[{ Version: "2012-10-17", Statement: [allow] }]];
    const organization = { id: "o-exampleorg", managementAccount: MANAGEMENT };
    const serviceControlPolicies = [{ account: A, levels }];
    await sandbox.control("PUT", "/organization", { ...organization, serviceControlPolicies });
    await done("EnablePolicyType", { RootId: root, PolicyType: SCP });
    const PolicyId = await made("more", SCP, document({ Action: "iam:*" }));
    await done("AttachPolicy", { PolicyId, TargetId: A });
    await described(A);
    await rejects(sandbox.clients(A).kms.listKeys({}), /no service control policy allows/);
  });

  it("are refused as AWS refuses them", async () => {
    const PolicyId = await made("own");
    const given = { Name: "two", Type: SCP, Content: document(), Description: "" };
    await refused("DuplicatePolicyException", "CreatePolicy", { ...given, Name: "own" });
    for (const Content of ["{", document({ Effect: "No" }), document({ Principal: "*" })]) {
      await refused("MalformedPolicyDocumentException", "CreatePolicy", { ...given, Content });
    }
    const Content = document({ Resource: `arn:aws:s3:::${"x".repeat(10_240)}` });
    await refused("ConstraintViolationException", "CreatePolicy", { ...given, Content });
    await refused("InvalidInputException", "CreatePolicy", { ...given, Type: "TAG_POLICY" });
    await refused("InvalidInputException", "DescribePolicy", { PolicyId: "own" });
    await refused("PolicyNotFoundException", "DescribePolicy", { PolicyId: "p-aaaaaaaa" });
    const attach = { PolicyId, TargetId: A };
    await refused("PolicyNotAttachedException", "DetachPolicy", attach);
    await refused("TargetNotFoundException", "AttachPolicy", {
      ...{ PolicyId, TargetId: "123456789012" },
    });
    await done("AttachPolicy", attach);
    await refused("DuplicatePolicyAttachmentException", "AttachPolicy", attach);
    await refused("PolicyInUseException", "DeletePolicy", { PolicyId });
    const rcp = await made("rcp", RCP, document({ Principal: "*" }));
    await refused("PolicyTypeNotEnabledException", "AttachPolicy", { PolicyId: rcp, TargetId: A });
    const full = { PolicyId: "p-FullAWSAccess", TargetId: A };
    await refused("InvalidInputException", "DetachPolicy", full);
    await refused("InvalidInputException", "DeletePolicy", full);
    const enable = { RootId: root, PolicyType: SCP };
    await refused("PolicyTypeAlreadyEnabledException", "EnablePolicyType", enable);
    await refused("RootNotFoundException", "EnablePolicyType", {
      ...{ RootId: "r-none", PolicyType: RCP },
    });
    // AWS's own policy counts among the ten of a target.
    for (let count = 2; count < 10; count += 1) {
      await done("AttachPolicy", { PolicyId: await made(`more-${count}`), TargetId: A });
    }
    const last = { PolicyId: await made("last"), TargetId: A };
    await refused("ConstraintViolationException", "AttachPolicy", last);
  });

  it("are for the management account of an organization alone, and its callers need rights", async () => {
    await refused("AccessDeniedException", "ListRoots", {}, A);
    strictEqual(
      (await asked("DescribeOrganization", {}, A)).answer.Organization.Id,
      "o-exampleorg",
    );
    const { iam } = sandbox.clients(MANAGEMENT);
    await iam.putUserPolicy({
      ...{ UserName: "administrator", PolicyName: "own" },
      PolicyDocument: document({
        Action: "organizations:AttachPolicy",
        Resource: `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorg/${A}`,
      }),
    });
    const PolicyId = await made("own");
    await refused("AccessDeniedException", "AttachPolicy", { PolicyId, TargetId: A });
    await done("AttachPolicy", { PolicyId, TargetId: B });
    await sandbox.control("DELETE", "/organization");
    await refused("AWSOrganizationsNotInUseException", "DescribeOrganization");
  });

  it("are listed, with what they are attached to and AWS's own", async () => {
    const PolicyId = await made("own");
    await done("AttachPolicy", { PolicyId, TargetId: A });
    await done("AttachPolicy", { PolicyId, TargetId: root });
    const names = ({ Policies }: { Policies: { Name: string }[] }) =>
      Policies.map(({ Name }) => Name);
    deepStrictEqual(names(await done("ListPolicies", { Filter: SCP })), ["FullAWSAccess", "own"]);
    const { Targets } = await done("ListTargetsForPolicy", { PolicyId });
    deepStrictEqual(
      Targets.map(({ TargetId, Type }: Record<string, string>) => [TargetId, Type]),
      [
        [A, "ACCOUNT"],
        [root, "ROOT"],
      ],
    );
    await done("TagResource", { ResourceId: PolicyId, Tags: [{ Key: "k", Value: "v" }] });
    const tags = () => done("ListTagsForResource", { ResourceId: PolicyId });
    deepStrictEqual(await tags(), { Tags: [{ Key: "k", Value: "v" }] });
    await done("UntagResource", { ResourceId: PolicyId, TagKeys: ["k"] });
    deepStrictEqual(await tags(), { Tags: [] });
  });

  it("are changed by members that the delegation policy lets in, of the types that it names", async () => {
    await refused("ResourcePolicyNotFoundException", "DescribeResourcePolicy");
    await done("EnablePolicyType", { RootId: root, PolicyType: RCP });
    const [scp, rcp] = [await made("scp"), await made("rcp", RCP, document({ Principal: "*" }))];
    await done("AttachPolicy", { PolicyId: scp, TargetId: A });
    await refused("AccessDeniedException", "DetachPolicy", { PolicyId: scp, TargetId: A }, B);
    const Condition = { StringEquals: { "organizations:PolicyType": [SCP] } };
    const letIn = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${B}:root` } };
    const Content = document({
      ...letIn,
      ...{ Action: ["organizations:DetachPolicy", "organizations:UpdatePolicy"], Condition },
    });
    const put = await done("PutResourcePolicy", { Content });
    deepStrictEqual(await done("DescribeResourcePolicy"), put);
    const Changed = { Content: document({ Action: "s3:*" }) };
    strictEqual((await asked("UpdatePolicy", { PolicyId: scp, ...Changed }, B)).code, "");
    await refused("AccessDeniedException", "UpdatePolicy", { PolicyId: rcp, ...Changed }, B);
    await refused("AccessDeniedException", "ListRoots", {}, B);
    await refused("AccessDeniedException", "UpdatePolicy", { PolicyId: scp, ...Changed }, A);
  });

  it("are beside services that members administer", async () => {
    const none = await done("ListDelegatedAdministrators");
    deepStrictEqual(none, { DelegatedAdministrators: [] });
    const given = { AccountId: B, ServicePrincipal: "sso.amazonaws.com" };
    await refused("AccountNotRegisteredException", "ListDelegatedServicesForAccount", {
      AccountId: B,
    });
    await refused("AccountNotFoundException", "RegisterDelegatedAdministrator", {
      ...{ ...given, AccountId: "123456789012" },
    });
    await done("RegisterDelegatedAdministrator", given);
    await refused("AccountAlreadyRegisteredException", "RegisterDelegatedAdministrator", given);
    await refused("AccessDeniedException", "RegisterDelegatedAdministrator", given, A);
    const { DelegatedAdministrators } = await done("ListDelegatedAdministrators");
    deepStrictEqual(
      DelegatedAdministrators.map(({ Id }: { Id: string }) => Id),
      [B],
    );
    deepStrictEqual(await done("ListDelegatedServicesForAccount", { AccountId: B }), {
      DelegatedServices: [{ ServicePrincipal: "sso.amazonaws.com" }],
    });
  });
});
