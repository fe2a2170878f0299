import { deepStrictEqual, match, ok } from "node:assert";
import type { StepId } from "../../../cli/doctor/step";
import { withChanges } from "../../../cli/doctor/steps/mend-changes";
import type { AccessDocuments, RoleDocuments } from "../../../sdk/access";
import {
  allow,
  each,
  factsOf,
  findingsOf,
  INVENTORY,
  notRight,
  policy,
  statementsOf,
  zoneOf,
} from "./account-facts";

const FOREIGN = "arn:aws:iam::111111111111:role/other";
const changesOf = async (
  documents: (all: AccessDocuments) => AccessDocuments,
  step: StepId = "resource-policy",
) => {
  const facts = await withChanges(factsOf("orders", { documents }));
  const [found] = findingsOf(step, facts);
  ok(found?.result === "wrong");
  return found.mend.changes ?? [];
};

describe("what a mend changes", () => {
  it("is the reader's own read, in each region, and nobody else's", async () => {
    const changes = await changesOf(each("secrets", () => ({ policy: null })));
    deepStrictEqual(
      changes.map((one) => one.replace(/:secret:.*/, "")),
      [
        "reader orders gains read access to secret orders/db (arn:aws:secretsmanager:us-east-1:222222222222",
        "reader orders gains read access to secret orders/db (arn:aws:secretsmanager:eu-west-1:222222222222",
        "nobody else gains or loses read access by the policies that refuse it",
        "what else was changed by hand in stack data.secrets is put back too: eks-pod-secrets preview --refresh --only data.secrets shows it",
      ],
    );
  });

  it("names who loses what somebody else gave", async () => {
    const Principal = { AWS: "arn:aws:iam::111111111111:root" };
    const Condition = { ArnEquals: { "aws:PrincipalArn": FOREIGN } };
    const changes = await changesOf((all) =>
      each("keys", ({ policy: own }) => ({
        policy: policy(...statementsOf(own), allow({ Principal, Condition })),
      }))(each("secrets", () => ({ policy: policy(allow({ Principal, Condition })) }))(all)),
    );
    ok(
      changes.some((one) =>
        /^a session of \S+role\/other loses read access to secret .*; so does any principal/.test(
          one,
        ),
      ),
    );
  });

  it("tells the reader from whoever else could become its role", async () => {
    const ofMachines = ({ trust }: RoleDocuments) => ({
      trust: JSON.parse(JSON.stringify(trust).replace("pods.eks.", "ec2.")),
    });
    const changes = await changesOf(each("roles", ofMachines), "trust");
    const said = changes.map((one) => one.replace(/ read access .*/, ""));
    deepStrictEqual([...new Set(said)].slice(0, -1), [
      "reader orders gains",
      "whoever else can become the role of reader orders now loses",
      "nobody else gains or loses",
    ]);
  });

  it("names a reader that gets back what the inventory grants it", async () => {
    const documents = each("secrets", () => ({ policy: null }));
    const facts = factsOf("orders", { documents });
    const [own] = facts.accounts.readers;
    ok(own);
    const other = { ...own, id: "other" };
    const reader = { ...own, role: { ...own.role, arn: FOREIGN } };
    const accounts = { ...facts.accounts, readers: [other] };
    const { changes } = await withChanges({ ...facts, reader, accounts });
    const said = Object.values(changes ?? {}).flat();
    ok(
      said.some((one) => /^reader other gains .*, which the inventory grants it$/.test(one)),
      `${said}`,
    );
  });

  it("is not worked out where the inventory leads to no mend", async () => {
    const serviceControlPolicies = [{ account: "111111111111", levels: [[policy()]] }];
    const documents = (all: AccessDocuments) => ({
      ...all,
      organization: { ...all.organization, serviceControlPolicies },
    });
    const facts = await withChanges(factsOf("orders", { documents }));
    const [found] = findingsOf("control-policies", facts);
    ok(found?.result === "wrong");
    deepStrictEqual([found.mend.commands, found.mend.changes], [[], undefined]);
    match(found.mend.says, /management account/);
  });
});

describe("the steps of a read in accounts of others", () => {
  const external = `
  partner: { external: true, clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/theirs", namespace: default, serviceAccount: partner, roleArn: "arn:aws:iam::333333333333:role/partner", region: us-east-1, reads: [orders/db] }
`;

  it("are not seen where others deploy the role, and judge the owner's side", () => {
    const zone = zoneOf(INVENTORY.trimEnd() + external);
    deepStrictEqual(notRight(factsOf("partner", {}, zone)), [
      "trust: not seen",
      "identity-policy: not seen",
      "boundary: not seen",
    ]);
    const documents = each("secrets", () => ({ policy: null }));
    const [found] = findingsOf("resource-policy", factsOf("partner", { documents }, zone));
    ok(found?.result === "wrong" && found.cause === "EPS-451");
  });
});
