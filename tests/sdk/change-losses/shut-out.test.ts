import { deepStrictEqual } from "node:assert";
import { shutOutReaders } from "../../../sdk/change-losses";
import { landingZoneOf, reader } from "../grant/support";

const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
const target = (name: string) => `arn:aws:iam::222222222222:role/${name}`;

/** What `up` says while a stack's association has these roles, and its last complete run recorded others. */
function said(
  [roleArn, targetRoleArn]: string[],
  recorded: object,
  more = "    mode: targetRole\n    targetRoleName: read",
) {
  const urn =
    "urn:pulumi:s::p::aws:eks/podIdentityAssociation:PodIdentityAssociation::web-association";
  const zone = landingZoneOf({ readers: reader("[foreign]", `    roleName: pod\n${more}`) });
  const outputs = { readers: { web: recorded } };
  return shutOutReaders(
    [
      { urn: "urn:pulumi:s::p::pulumi:pulumi:Stack::s", type: "pulumi:pulumi:Stack", outputs },
      { urn, type: "association", outputs: { roleArn, targetRoleArn } },
    ],
    zone,
  );
}

describe("readers whose last run did not come to its end", () => {
  const wanted = { mode: "targetRole", roleArn: role("pod"), targetRoleArn: target("read") };

  it("are named where they read in a way that neither a whole run nor the inventory has", () => {
    const refused = (way: string) => [
      `reader web reads as ${way}, as the last run of its stack did not come to its end: the owners of what it reads let that in no more, and a pod that starts then is refused until the stack is deployed`,
    ];
    const other = `${role("pod")}, and so as ${target("other")}`;
    deepStrictEqual(said([role("pod"), target("other")], wanted), refused(other));
    const own = { mode: "resourcePolicy", roleArn: role("pod") };
    deepStrictEqual(said([role("new")], own, ""), refused(role("new")));
  });

  it("are not named else, nor where an earlier release recorded no target role", () => {
    const now = [role("pod"), target("read")];
    deepStrictEqual(said(now, wanted), []);
    deepStrictEqual(said(now, { ...wanted, targetRoleArn: target("before") }), []);
    deepStrictEqual(
      said([role("pod"), target("old")], { ...wanted, targetRoleArn: undefined }),
      [],
    );
    deepStrictEqual(said(now, {}), []);
  });

  it("are named where they open a secret with a key that neither a whole run nor the inventory has", () => {
    const zone = landingZoneOf({ readers: reader("[foreign]", "    roleName: pod") });
    const key = (name: string) => `arn:aws:kms:us-east-1:222222222222:key/${name}`;
    const Resource = key("new");
    const secret = "arn:aws:secretsmanager:us-east-1:222222222222:secret:foreign-AbCdEf";
    const StringEquals = { "kms:EncryptionContext:SecretARN": secret };
    const Statement = [
      { Effect: "Allow", Action: "kms:Decrypt", Resource, Condition: { StringEquals } },
    ];
    const opens = (recorded: object, keys: Record<string, string>) => {
      const held = [
        { name: "pulumi:pulumi:Stack::s", outputs: { readers: { web: recorded } } },
        {
          name: "aws:iam/rolePolicy:RolePolicy::web-policy",
          outputs: { policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
        },
      ];
      const resources = held.map(({ name, outputs }) => ({
        ...{ urn: `urn:pulumi:s::p::${name}`, type: name.split("::")[0] ?? "", outputs },
      }));
      return shutOutReaders(resources, zone, { keys, secrets: [] });
    };
    const id = zone.keys[0]?.id ?? "";
    const recorded = { keys: { foreign: [id] } };
    deepStrictEqual(opens(recorded, { [id]: key("old") }), [
      `reader web opens secret foreign with key ${key("new")}, as the last run of its stack did not come to its end: the owner lets that in no more, and a pod that starts then is refused until both stacks are deployed`,
    ]);
    deepStrictEqual(opens(recorded, { [id]: key("new") }), []);
    deepStrictEqual(
      opens({ keys: { foreign: ["before"] } }, { [id]: key("old"), before: key("new") }),
      [],
    );
    deepStrictEqual(opens(recorded, {}), [], "nothing is known of the owner's stack");
    deepStrictEqual(opens({}, { [id]: key("old") }), [], "no run has come to its end");
  });
});
