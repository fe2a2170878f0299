import { PolicyGrammarError, parsePolicy } from "iam-proof/grammar";
import { controlPolicyQuotas } from "iam-proof/quotas";
import {
  attachedPolicies,
  awsPolicy,
  type ControlPolicyRecord,
  POLICY_KINDS,
  type PolicyType,
  rootOf,
} from "../../identity/policies/organization";
import { randomId } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { refusal } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import {
  authoriseNewTags,
  readTagPairs,
  requestTagContext,
  type TagChange,
  Tagging,
  tagList,
} from "../../operations/tags/tags";
import {
  arnOf,
  type Context,
  fault,
  invalid,
  managed,
  matching,
  type Organization,
  ownOrganization,
  readType,
  save,
} from "./managed-organization";

const violated = refusal("ConstraintViolationException");
const TAGS = new Tagging({
  reserved: (key) => invalid(`tag keys must not begin with aws:, got ${key}`),
  repeated: (key) => invalid(`tag keys must be unique, got ${key} twice`),
  tooMany: () => violated("You have exceeded the number of tags allowed."),
});

export function createPolicy(request: Request) {
  const { call, input, platform } = request;
  const tags = TAGS.read(readTagPairs(input));
  const type = readType(input, "Type");
  const context = { ...requestTagContext(tags), "organizations:PolicyType": type };
  const found = managed(request, "*", context);
  const id = randomId("p-", 8).toLowerCase();
  const made: ControlPolicyRecord = {
    ...{ id, type, tags, targets: [] },
    arn: arnOf(call, found, `${POLICY_KINDS[type]}/${id}`),
    name: checkName(found, input.text("Name", NAME)),
    description: input.text("Description", { max: 512 }),
    content: checkContent(type, input.text("Content", { min: 1 })),
  };
  authoriseNewTags(request, "organizations:TagResource", made.arn, tags, context);
  save(platform, { ...found, policies: { ...found.policies, [id]: made } });
  return described(made);
}

export function updatePolicy(request: Request) {
  const { input } = request;
  const changed = changePolicy(request, (policy, found) => {
    const name = input.optionalText("Name", NAME);
    const content = input.optionalText("Content", { min: 1 });
    return {
      description: input.optionalText("Description", { max: 512 }) ?? policy.description,
      ...(name !== undefined && { name: checkName(found, name, policy.id) }),
      ...(content !== undefined && { content: checkContent(policy.type, content) }),
    };
  });
  return described(changed);
}

export function describePolicy(request: Request) {
  return described(authorisedPolicy(request).policy);
}

export function deletePolicy(request: Request) {
  const { found, policy } = authorisedPolicy(request);
  if (requireOwn(policy).targets.length > 0) throw fault("PolicyInUseException");
  const { [policy.id]: _, ...policies } = found.policies ?? {};
  save(request.platform, { ...found, policies });
}

export function listPolicies(request: Request) {
  const type = readType(request.input, "Filter");
  const all = Object.values(managed(request).policies ?? {});
  return summaries(
    all.filter((one) => one.type === type),
    type,
    request.input,
  );
}

export function listTargetsForPolicy(request: Request) {
  const { found, policy } = authorisedPolicy(request);
  const root = rootOf(found);
  const all = isOfAws(policy) ? [root, ...found.accounts] : policy.targets;
  const { items, more } = cutPage(all, request.input, PAGES.ssm, 20);
  const targets = items.map((TargetId) => ({
    ...{ TargetId, Arn: arnOf(request.call, found, TargetId) },
    ...(TargetId === root ? { Name: "Root", Type: "ROOT" } : { Name: TargetId, Type: "ACCOUNT" }),
  }));
  return { Targets: targets, ...more };
}

export function attachPolicy(request: Request) {
  const { target } = authorisedTarget(request);
  changePolicy(request, ({ targets, type }, { policyTypes, ...found }) => {
    if (!policyTypes?.includes(type)) throw fault("PolicyTypeNotEnabledException");
    if (targets.includes(target)) throw fault("DuplicatePolicyAttachmentException");
    // AWS's own policy is one of them.
    if (attachedPolicies(found, type, target).length + 1 >= quotasOf(type).attached.default) {
      throw violated("You have attained the maximum number of policies attached to the target.");
    }
    return { targets: [...targets, target].sort() };
  });
}

export function detachPolicy(request: Request) {
  const { target } = authorisedTarget(request);
  changePolicy(request, ({ targets }) => {
    if (!targets.includes(target)) throw fault("PolicyNotAttachedException");
    return { targets: targets.filter((one) => one !== target) };
  });
}

export function listTagsForResource(request: Request) {
  return { Tags: tagList(authorisedPolicy(request, "ResourceId").policy.tags) };
}

export function tagResource(request: Request) {
  changeTags(request, TAGS.adding(TAGS.read(readTagPairs(request.input))));
}

export function untagResource(request: Request) {
  changeTags(request, TAGS.removing(request.input.texts("TagKeys")));
}

function changeTags(request: Request, { context, of }: TagChange): void {
  changePolicy(request, ({ tags }) => ({ tags: of(tags) }), "ResourceId", context);
}

function changePolicy(
  request: Request,
  change: (policy: ControlPolicyRecord, found: Organization) => Partial<ControlPolicyRecord>,
  ...named: [member?: string, context?: Context]
): ControlPolicyRecord {
  const { found, policy } = authorisedPolicy(request, ...named);
  const changed = { ...policy, ...change(requireOwn(policy), found) };
  save(request.platform, { ...found, policies: { ...found.policies, [policy.id]: changed } });
  return changed;
}

function authorisedPolicy(request: Request, member = "PolicyId", context: Context = {}) {
  const id = matching(request.input, member, /^p-[0-9a-zA-Z_]{8,128}$/);
  const { policies = {} } = ownOrganization(request);
  const types = Object.keys(POLICY_KINDS) as PolicyType[];
  const all = [...Object.values(policies), ...types.map(awsPolicy)];
  const policy = all.find((one) => one.id === id);
  const type = policy && { "organizations:PolicyType": policy.type };
  const found = managed(request, policy?.arn, { ...context, ...type });
  if (!policy) throw fault("PolicyNotFoundException");
  return { found, policy };
}

function authorisedTarget(request: Request) {
  const form = /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;
  const target = matching(request.input, "TargetId", form);
  const found = managed(request, target);
  if (![rootOf(found), ...found.accounts].includes(target)) throw fault("TargetNotFoundException");
  return { found, target };
}

function isOfAws({ arn }: ControlPolicyRecord): boolean {
  return arn.includes("::aws:");
}

/** Refuses AWS's own policy, which nobody can change and which stays attached here. */
function requireOwn(policy: ControlPolicyRecord): ControlPolicyRecord {
  if (!isOfAws(policy)) return policy;
  throw invalid("You can't modify an AWS managed policy.");
}

const NAME = { min: 1, max: 128 };

function checkName({ policies = {} }: Organization, name: string, own?: string): string {
  const isTaken = Object.values(policies).some((one) => one.name === name && one.id !== own);
  if (isTaken) throw fault("DuplicatePolicyException");
  return name;
}

function quotasOf(type: PolicyType) {
  return controlPolicyQuotas[type === "SERVICE_CONTROL_POLICY" ? "service" : "resource"];
}

function checkContent(type: PolicyType, content: string): string {
  if (content.length > quotasOf(type).size.default) {
    throw violated("You have exceeded the maximum number of characters allowed in the policy.");
  }
  try {
    const kind = type === "SERVICE_CONTROL_POLICY" ? "scp" : "rcp";
    parsePolicy({ name: "the policy", document: JSON.parse(content) }, kind);
    return content;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof PolicyGrammarError)) throw error;
    throw refusal("MalformedPolicyDocumentException")(error.message);
  }
}

function described(policy: ControlPolicyRecord) {
  return { Policy: { PolicySummary: summaryOf(policy), Content: policy.content } };
}

function summaryOf(policy: ControlPolicyRecord) {
  const { arn: Arn, description: Description, id: Id, name: Name, type: Type } = policy;
  return { Id, Arn, Name, Description, Type, AwsManaged: isOfAws(policy) };
}

/** AWS's own policy, and then these. */
function summaries(policies: ControlPolicyRecord[], type: PolicyType, input: Input) {
  const { items, more } = cutPage([awsPolicy(type), ...policies], input, PAGES.ssm, 20);
  return { Policies: items.map(summaryOf), ...more };
}
