import { deepStrictEqual, match, ok } from "node:assert";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { inventoryDifferences } from "../../../cli/proof/inventory-differences";
import { each } from "../../facts";
import { createRole, serviceTrust } from "../../sandbox/eks-support";
import { A, B } from "../../sandbox/support";
import { inventoryText } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { suiteLive, ZONE } from "./live-sandbox";

const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const READER = ZONE.readers[0]?.role.arn ?? "";
const BUCKETS = document({ Effect: "Allow", Action: "s3:*", Resource: "*" });
const READ_ALL = { Effect: "Allow", Action: "secretsmanager:Get*", Resource: "*" };

const sorted = <T extends { arn: string }>(list: T[] | null | undefined) =>
  [...(list ?? [])].sort((a, b) => a.arn.localeCompare(b.arn));

describe("liveDocuments", () => {
  const live = suiteLive();
  let { expected, sandbox } = live;

  before(() => {
    ({ expected, sandbox } = live);
  });

  const read = () => liveDocuments(ZONE, "zone.yaml");

  it("finds every document that the inventory declares, as it was deployed", async () => {
    const { documents } = await read();
    const { associations, grants, keys, parameters, roles, secrets } = documents;
    each(sorted(secrets), ({ sealed: _, ...secret }) => secret).are(
      sorted(expected.secrets).map(({ sealed: _, ...secret }) => ({
        ...secret,
        ...{ copies: [], formerKeys: [], tags: {} },
      })),
    );
    each(sorted(keys), ({ arn, policy }) => ({ arn, policy })).are(sorted(expected.keys));
    each(sorted(roles), ({ arn, policies, trust }) => ({ arn, policies, trust })).are(
      sorted(expected.roles).map(({ arn, policies, trust }) => ({ arn, policies, trust })),
    );
    deepStrictEqual(
      parameters?.map(({ arn, key, secure }) => ({ arn, key, secure })),
      [{ arn: `arn:aws:ssm:us-east-1:${A}:parameter/flags`, key: null, secure: true }],
    );
    deepStrictEqual(
      associations?.map(({ roleArn, serviceAccount }) => ({ roleArn, serviceAccount })),
      [{ roleArn: READER, serviceAccount: "web" }],
    );
    deepStrictEqual(grants, expected.grants);
  });

  it("counts whose credentials it read with among the administrators, and says so", async () => {
    const { documents, everyone, gaps, notes } = await read();
    deepStrictEqual(documents.administrators, []);
    deepStrictEqual(everyone?.administrators, [
      `arn:aws:iam::${A}:user/administrator`,
      `arn:aws:iam::${B}:user/administrator`,
    ]);
    match(notes.join("\n"), /user\/administrator, with whose credentials account 1{12} was read/);
    match(notes.join("\n"), /owner-principals-closed was checked in account 2{12}: .* and 1 user/);
    deepStrictEqual(gaps, []);
  });

  it("finds what changed behind the stacks' back", async () => {
    const { iam } = sandbox.clients(A);
    const RoleName = READER.split("/").at(-1);
    const put = (trust: unknown) =>
      iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: JSON.stringify(trust) });
    const open = JSON.parse(serviceTrust("pods.eks.amazonaws.com"));
    await put(open);
    const { declared, documents } = await read();
    const inventory = (await declared?.()) ?? {};
    await put(expected.roles?.[0]?.trust);
    deepStrictEqual(
      inventoryDifferences(inventory, documents).filter(({ subject }) => subject === READER),
      [
        {
          subject: READER,
          says: 'has another trust policy: it lacks EksPodIdentity and adds Allow sts:AssumeRole to {"Service":"pods.eks.amazonaws.com"}',
          requests: [],
        },
      ],
    );
    deepStrictEqual(documents.roles?.find(({ arn }) => arn === READER)?.trust, open);
  });

  it("says another key of a secret at the secret, and nothing else of what names ARNs that are not known", async () => {
    const { kms, secretsManager } = sandbox.clients(B);
    const [key, SecretId] = [expected.keys?.[0]?.arn, "foreign"];
    const differences = async () => {
      const { declared, documents, gaps } = await read();
      return inventoryDifferences((await declared?.()) ?? {}, documents, gaps)
        .map(({ says, subject }) => ({ subject, says: says.replace(/(; )?lacks tags: .*/, "") }))
        .filter(({ says }) => says !== "")
        .map(({ says, subject }) => `${subject.split(":").slice(5).join(":")} ${says}`);
    };
    const { KeyMetadata: { Arn: other = "" } = {} } = await kms.createKey({});
    const { ARN: arn } = await secretsManager.updateSecret({ SecretId, KmsKeyId: other });
    const name = arn?.split(":").slice(5).join(":");
    deepStrictEqual(await differences(), [`${name} is encrypted with ${other}, not ${key}`]);
    await secretsManager.updateSecret({ SecretId, KmsKeyId: "alias/aws/secretsmanager" });
    deepStrictEqual(await differences(), [
      `${name} is encrypted with the AWS managed key, not ${key}`,
    ]);
    await secretsManager.deleteSecret({ SecretId });
    match((await differences()).join("\n"), /^secret:foreign-\w{6} is missing$/);
    await secretsManager.restoreSecret({ SecretId });
    await secretsManager.updateSecret({ SecretId, KmsKeyId: key });
    deepStrictEqual(await differences(), []);

    const AliasName = "alias/pods";
    await kms.deleteAlias({ AliasName });
    await secretsManager.updateSecret({ SecretId, KmsKeyId: other });
    deepStrictEqual(await differences(), []);
    await secretsManager.updateSecret({ SecretId, KmsKeyId: key });
    await kms.createAlias({ AliasName, TargetKeyId: key });
  });

  it("finds a key that was disabled, and one that is enabled again", async () => {
    const { kms } = sandbox.clients(B);
    const keyNow = async () => (await read()).documents.keys?.[0];
    const KeyId = (await keyNow())?.arn;
    await kms.disableKey({ KeyId });
    deepStrictEqual((await keyNow())?.disabled, true);
    await kms.enableKey({ KeyId });
    deepStrictEqual((await keyNow())?.disabled, undefined);
  });

  it("brings everyone else of an owner's account who might read, and other pods", async () => {
    const { eks, iam } = sandbox.clients(A);
    await createRole(sandbox, A, "batch", serviceTrust("ec2.amazonaws.com"), [READ_ALL]);
    const roleArn = await createRole(sandbox, A, "other-pod");
    await iam.putRolePolicy({
      RoleName: "other-pod",
      PolicyName: "buckets",
      PolicyDocument: BUCKETS,
    });
    await eks.createPodIdentityAssociation({
      ...{ clusterName: "shop", namespace: "web", serviceAccount: "other", roleArn },
    });
    const { documents, everyone } = await read();
    const policiesOf = (name: string) =>
      everyone?.roles?.find(({ arn }) => arn.endsWith(`/${name}`))?.policies;
    deepStrictEqual(policiesOf("batch"), [{ Version: "2012-10-17", Statement: [READ_ALL] }]);
    deepStrictEqual(policiesOf("other-pod"), [JSON.parse(BUCKETS)]);
    deepStrictEqual(everyone?.associations?.length, 2);
    deepStrictEqual([documents.roles?.length, documents.associations?.length], [1, 1]);
  });

  it("says what is declared and is not there", async () => {
    const zone = landingZone(
      inventoryText({
        secrets:
          "\n  own: { account: a }\n  foreign: { account: b, key: pods }\n  gone: { account: b }",
      }),
    );
    const { notes } = await liveDocuments(zone, "zone.yaml");
    ok(notes.includes(`account ${B} (b) has no gone`), notes.join("\n"));
  });
});
