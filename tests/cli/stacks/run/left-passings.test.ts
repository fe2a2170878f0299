import { deepStrictEqual, match, strictEqual } from "node:assert";
import type { HeldResource } from "../../../../cli/access-removals/removal-shape";
import { readerOf } from "../../../../sdk/grant";
import { passedRolePolicy, REVOKED_SESSIONS } from "../../../../sdk/policy";
import { A, withSandbox } from "../../../sandbox/support";
import { inventoryText } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { createHeldRoles, deleteHeldRoles, heldPolicies } from "../../access-removals/held-access";
import { runInProject } from "../fake-project";

const ROLE = "shop-api";
const readers = `
  api: { cluster: shop, namespace: web, serviceAccount: api, roleName: ${ROLE}, reads: [own] }`;
const BEFORE = `id: lz-shop\n${inventoryText({ readers })}`;
const AFTER = BEFORE.replace("serviceAccount: api", "serviceAccount: worker");
const OIDC = `arn:aws:iam::${A}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`;
const BY_TOKENS = BEFORE.replace(
  "existing: true",
  `existing: true, oidcProvider: "${OIDC}"`,
).replace("serviceAccount: api", "identity: irsa, serviceAccount: api");

describe("up, where another up ended as it passed a role to other pods", () => {
  const { sandbox } = withSandbox();
  const held = heldPolicies(landingZone(BEFORE)).filter(({ type }) => type.startsWith("aws:iam/"));
  const iam = () => sandbox.clients(A).iam;
  const asked = { RoleName: ROLE, PolicyName: REVOKED_SESSIONS };
  const trusted = async () => (await iam().getRole(asked)).Role?.AssumeRolePolicyDocument;
  const denied = async () => {
    const { PolicyDocument = "" } = await iam().getRolePolicy(asked);
    return decodeURIComponent(PolicyDocument);
  };
  const plan = (faults: object[]) => sandbox.control("PUT", "/faults", { faults });
  /** AWS puts the Deny, and no attempt gets an answer. */
  const loseAnswers = () =>
    plan([1, 2, 3].map((nth) => ({ call: "command iam:PutRolePolicy", nth, kind: "lost" })));

  beforeEach(() => createHeldRoles(iam(), held));
  afterEach(async () => {
    await plan([]);
    await deleteHeldRoles(iam(), held);
  });

  function up(inventory: string, more: HeldResource[] = []) {
    const stacks = {
      "a.cluster": { resources: 3 },
      "a.secrets": { resources: 3 },
      "a.workloads": { resources: 3, holds: [...held, ...more] },
    };
    return runInProject(sandbox, A, ["up", "--yes"], { inventory, stacks });
  }

  /** The last run of the stack came to its end. */
  const ended: HeldResource = {
    urn: "urn:stack",
    type: "pulumi:pulumi:Stack",
    outputs: { lastRun: { fingerprint: "f" } },
  };

  it("gives the role back to the pods of the former inventory, also if only the Deny was left", async () => {
    const before = await trusted();
    await loseAnswers();
    strictEqual((await up(AFTER)).code, 2);
    deepStrictEqual([await trusted(), /"worker"/.test(await denied())], [before, true]);
    const { ran, stderr } = await up(BEFORE);
    match(await denied(), /"aws:PrincipalTag\/kubernetes-service-account":"api"/);
    strictEqual(ran[0], "refresh a.workloads");
    match(
      stderr,
      /role shop-api of account \d+ no longer reads as pods other than web\/api of cluster shop /,
    );
  });

  it("gives it back where it already trusted the others", async () => {
    const before = await trusted();
    const PolicyDocument = decodeURIComponent(String(before)).replace('"api"', '"worker"');
    await iam().updateAssumeRolePolicy({ ...asked, PolicyDocument });
    await up(BEFORE);
    deepStrictEqual(await trusted(), before);
  });

  it("leaves it where the account does not show it, and says so, or where the last run ended", async () => {
    await loseAnswers();
    await up(AFTER);
    await plan([{ call: "command iam:GetRolePolicy", nth: 1, kind: "refused" }]);
    const { stderr } = await up(BEFORE);
    match(stderr, /what an up that did not end left denied is not known: .*GetRolePolicy/);
    await up(BEFORE, [ended]);
    match(await denied(), /"worker"/);
  });

  it("denies its pods no longer for want of tags where they are to read by tokens, which have none", async () => {
    const [to] = landingZone(BEFORE).readers.map(readerOf);
    if (!to) throw new Error("there is no reader");
    const PolicyDocument = JSON.stringify(passedRolePolicy({ to }, new Date(0)));
    await iam().putRolePolicy({ ...asked, PolicyDocument });
    const before = await trusted();
    const type = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
    const only = {
      urn: `urn:pulumi:s::p::eks-pod-secrets:index:PodReader$${type}::api-only-policy`,
      type,
      outputs: { roleName: ROLE, policyNames: [REVOKED_SESSIONS] },
    };
    await up(BEFORE, [only, ended]);
    deepStrictEqual(await denied(), PolicyDocument);
    await up(BY_TOKENS, [only, ended]);
    deepStrictEqual([await trusted(), /OtherPods/.test(await denied())], [before, false]);
  });
});
