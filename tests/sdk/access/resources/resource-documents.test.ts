import { deepStrictEqual, throws } from "node:assert";

import { resourceDocuments } from "../../../../sdk/access/resources/resource-documents";
import { type StackResource, UNKNOWN } from "../../../../sdk/access/resources/stack-resource";
import { crossAccountDocuments, KEY, ROLE, SECRET } from "../../../proof/cross-account-documents";

const [key, secret, role, association] = [
  crossAccountDocuments().keys[0],
  crossAccountDocuments().secrets[0],
  crossAccountDocuments().roles[0],
  crossAccountDocuments().associations[0],
];

function resource(type: string, properties: object, isNew = false): StackResource {
  const urn = `urn:pulumi:account-b.secrets::p::pkg:index:Component$${type}::name`;
  return { urn, type, inputs: {}, outputs: { ...properties }, isNew };
}

const text = (document: unknown) => JSON.stringify(document);
const ID = KEY.split("/").at(-1);
const HELD = [
  resource("aws:kms/key:Key", { arn: KEY, keyId: ID, policy: "{}", tags: { team: "a" } }),
  resource("aws:kms/keyPolicy:KeyPolicy", { keyId: ID, policy: text(key?.policy) }),
  resource("aws:secretsmanager/secret:Secret", {
    arn: SECRET,
    kmsKeyId: ID,
    tagsAll: secret?.tags,
  }),
  resource("aws:secretsmanager/secretPolicy:SecretPolicy", {
    secretArn: SECRET,
    policy: text(secret?.policy),
  }),
  resource("aws:iam/role:Role", {
    arn: ROLE,
    name: "ascp-podidentity-cross",
    assumeRolePolicy: text(role?.trust),
  }),
  resource("aws:iam/rolePolicy:RolePolicy", {
    role: "ascp-podidentity-cross",
    policy: text(role?.policies[0]),
  }),
  resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", {
    ...association,
    clusterName: "ascp-podidentity",
    associationArn:
      "arn:aws:eks:us-east-1:111111111111:podidentityassociation/ascp-podidentity/a-1",
    policy: "",
  }),
];

describe("resourceDocuments", () => {
  it("counts a policy of others in a role until a later run has removed it", () => {
    const at = (modified: string, one: StackResource) => ({ ...one, modified });
    const told = { name: "more", policy: text({ Statement: [] }) };
    const attached = "arn:aws:iam::aws:policy/PowerUserAccess";
    const policiesAfter = (change: string, removal: string) => {
      const others = { inlinePolicies: [told], managedPolicyArns: [attached] };
      const other = resource("aws:iam/role:Role", {
        ...{ arn: ROLE, name: "r", assumeRolePolicy: "{}", ...others },
      });
      const only = (type: string, policies: object) =>
        at(removal, resource(`aws:iam/${type}`, { roleName: "r", ...policies }));
      const held = [
        at(change, other),
        only("rolePoliciesExclusive:RolePoliciesExclusive", { policyNames: ["read-granted"] }),
        only("rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", { policyArns: [] }),
      ];
      const { roles, unread } = resourceDocuments(held);
      return [roles?.[0]?.policies?.length, JSON.stringify(unread).includes(attached)];
    };
    const [early, late] = ["2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.12Z"];
    deepStrictEqual(policiesAfter(early, late), [0, false]);
    for (const removal of [early, ""]) deepStrictEqual(policiesAfter(late, removal), [1, true]);
    deepStrictEqual(policiesAfter("", late), [1, true]);
  });

  it("finds every document that stacks hold", () => {
    const { adopted, aliases, unread, ...documents } = resourceDocuments(HELD);
    deepStrictEqual(documents, {
      keys: [{ ...key, tags: { team: "a" } }],
      secrets: [secret],
      roles: [role],
      associations: [association],
    });
    deepStrictEqual([adopted.size, aliases.size, unread], [0, 0, []]);
  });

  it("finds replicas, each with its own key", () => {
    const replicas = [
      { region: "eu-west-1", kmsKeyId: "arn:aws:kms:eu-west-1:222222222222:key/b" },
    ];
    const { secrets } = resourceDocuments([
      resource("aws:secretsmanager/secret:Secret", { arn: SECRET, replicas }),
    ]);
    deepStrictEqual(
      secrets.map(({ arn, key: own }) => [arn, own]),
      [
        [SECRET, null],
        [SECRET.replace("us-east-1", "eu-west-1"), "arn:aws:kms:eu-west-1:222222222222:key/b"],
      ],
    );
  });

  it("keeps the policies that stacks give to objects of others", () => {
    const { adopted } = resourceDocuments(
      HELD.filter(({ type }) => /Policy$/.test(type) && !/iam/.test(type)),
    );
    deepStrictEqual(Object.fromEntries(adopted), {
      [ID ?? ""]: key?.policy,
      [SECRET]: secret?.policy,
    });
  });

  it("knows the key of a policy by its component, as the provider has the id alone", () => {
    const component = "urn:pulumi:account-b.secrets::p::eks-pod-secrets:index:PodSecretKeyPolicy";
    const held = (urn: string, type: string, outputs: Record<string, unknown>) => ({
      ...{ urn, type, outputs },
      inputs: {},
    });
    const { adopted } = resourceDocuments([
      held(`${component}::pods`, "eks-pod-secrets:index:PodSecretKeyPolicy", { keyArn: KEY }),
      held(`${component}$aws:kms/keyPolicy:KeyPolicy::pods-policy`, "aws:kms/keyPolicy:KeyPolicy", {
        keyId: ID,
        policy: text(key?.policy),
      }),
    ]);
    deepStrictEqual(Object.fromEntries(adopted), { [KEY]: key?.policy });
  });

  it("says which policies are in no stack", () => {
    const attached = { role: "ascp-podidentity-cross", policyArn: "arn:aws:iam::aws:policy/X" };
    const { unread } = resourceDocuments([
      ...HELD,
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attached),
    ]);
    deepStrictEqual(unread, [{ policyArn: "arn:aws:iam::aws:policy/X", roleArn: ROLE }]);
  });

  it("rejects what only the deployment will know", () => {
    const message =
      /^UnreadableResource: arn of aws:secretsmanager\/secret:Secret name of stack account-b\.secrets is known only after/;
    throws(
      () => resourceDocuments([resource("aws:secretsmanager/secret:Secret", {}, true)]),
      message,
    );
    throws(
      () => resourceDocuments([resource("aws:secretsmanager/secret:Secret", { arn: UNKNOWN })]),
      message,
    );
  });
});
