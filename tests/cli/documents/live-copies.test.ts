import { deepStrictEqual, match, ok } from "node:assert";
import { accountDocuments } from "../../../cli/documents/account-documents";
import { LIVE_CALLS } from "../../../cli/documents/live/calls";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { blastRadius, prove, summarise, whoCanRead, withGaps } from "../../../sdk/access";
import { serviceTrust } from "../../sandbox/eks-support";
import { A, B } from "../../sandbox/support";
import { suiteProxied, ZONE } from "./live-sandbox";

const HERE = "us-east-1";
const THERE = "eu-central-1";

function keyPolicy(principal: string): string {
  const AWS = `arn:aws:iam::${B}:${principal}`;
  const statement = { Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Leaves the decision to the account's policies. */
const OPEN = keyPolicy("root");
/** Allows only the administrator, whose credentials read everything. */
const CLOSED = keyPolicy("user/administrator");

/** What the four verbs say about a role. */
interface Said {
  proved: boolean;
  whoCanRead: boolean;
  blastRadius: boolean;
  summary: boolean;
}
const READS: Said = { proved: false, whoCanRead: true, blastRadius: true, summary: true };
const READS_NOT: Said = { proved: true, whoCanRead: false, blastRadius: false, summary: false };

describe("copies and former keys of a live secret", () => {
  const { live, proxy } = suiteProxied();
  const undo: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    proxy.fail();
    for (const step of undo.splice(0).reverse()) await step();
    await live.clear();
  });

  const clients = (region = HERE) => live.sandbox.clients(B, region);
  const secret = () => live.foreignSecret;
  const copy = () => secret().replace(HERE, THERE);
  const get = (Resource: string) => ({ Action: "secretsmanager:GetSecretValue", Resource });
  const decrypt = (Resource = "*") => ({ Action: "kms:Decrypt", Resource });
  const allow = (right: object) => ({ Effect: "Allow", ...right });
  const spy = (...rights: object[]) =>
    live.plant(B, "spy", serviceTrust("ec2.amazonaws.com"), ...rights.map(allow));

  async function replicate(key?: string): Promise<void> {
    const { secretsManager } = clients();
    const AddReplicaRegions = [{ Region: THERE, ...(key && { KmsKeyId: key }) }];
    await secretsManager.replicateSecretToRegions({ SecretId: secret(), AddReplicaRegions });
    undo.push(() =>
      secretsManager.removeRegionsFromReplication({
        SecretId: secret(),
        RemoveReplicaRegions: [THERE],
      }),
    );
  }

  async function makeKey(region: string, policy?: unknown, MultiRegion = false): Promise<string> {
    const Policy = policy === undefined ? OPEN : JSON.stringify(policy);
    const { KeyMetadata } = await clients(region).kms.createKey({ MultiRegion, Policy });
    return KeyMetadata?.Arn ?? "";
  }

  async function changeKey(to: string): Promise<void> {
    const changed = { SecretId: secret(), KmsKeyId: to };
    await clients().secretsManager.updateSecret(changed);
  }

  async function said(role: string): Promise<Said> {
    const { documents, everyone = documents, gaps = [] } = await liveDocuments(ZONE, "zone.yaml");
    const asked = ["read-exclusive"] as const;
    const { claims } = await prove(everyone, { claims: [...asked] });
    const known = withGaps(claims, gaps, documents, asked);
    const ofOwner = (everyone.secrets ?? []).filter(({ arn }) => arn.includes(B));
    const readers = await Promise.all(ofOwner.map(({ arn }) => whoCanRead(everyone, arn)));
    const radius = await blastRadius(everyone, { kind: "role", roleArn: role });
    const account = { id: B, name: B, region: HERE, partition: "aws", administrators: [] };
    const whole = await accountDocuments({ account, regions: [HERE] });
    const summary = await summarise(whole.documents, B, { areIdentitiesWhole: true });
    deepStrictEqual([gaps, whole.gaps], [[], []]);
    return {
      proved: known.every(({ result }) => result === "proved"),
      whoCanRead: JSON.stringify(readers).includes(role),
      blastRadius: radius.found.length > 0,
      summary: summary.findings.some(({ who }) => who.names.includes(role)),
    };
  }

  it("are found in a replica under the AWS managed key", async () => {
    await replicate();
    deepStrictEqual(await said(await spy(get(copy()))), READS);
  });

  it("are found in a replica under a key of its own", async () => {
    await replicate(await makeKey(THERE));
    deepStrictEqual(await said(await spy(get(copy()), decrypt())), READS);
  });

  it("are no way in by a replica under a key that the role may not use", async () => {
    await replicate(await makeKey(THERE));
    deepStrictEqual(await said(await spy(get(copy()))), READS_NOT);
  });

  it("are found in a replica that was promoted, which has a policy of its own", async () => {
    await replicate();
    undo.pop();
    const there = clients(THERE).secretsManager;
    await there.stopReplicationToReplica({ SecretId: copy() });
    undo.push(() => there.deleteSecret({ SecretId: copy(), ForceDeleteWithoutRecovery: true }));
    const role = await spy();
    const Statement = [{ Effect: "Allow", Principal: { AWS: role }, ...get("*") }];
    const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
    await there.putResourcePolicy({ SecretId: copy(), ResourcePolicy });
    deepStrictEqual(await said(role), READS);
  });

  it("are found in a secret of the same name in another region", async () => {
    const there = clients(THERE).secretsManager;
    const made = { Name: "foreign", SecretString: "the same" };
    const { ARN = "" } = await there.createSecret(made);
    undo.push(() => there.deleteSecret({ SecretId: ARN, ForceDeleteWithoutRecovery: true }));
    deepStrictEqual(await said(await spy(get(ARN))), READS);
  });

  it("are not those of a secret of the same name in another account", async () => {
    const { secretsManager } = live.sandbox.clients(A, THERE);
    const { ARN = "" } = await secretsManager.createSecret({ Name: "foreign", SecretString: "x" });
    undo.push(() =>
      secretsManager.deleteSecret({ SecretId: ARN, ForceDeleteWithoutRecovery: true }),
    );
    await live.plant(A, "other", serviceTrust("ec2.amazonaws.com"), allow(get(ARN)));
    deepStrictEqual(await said(await spy()), READS_NOT);
  });

  it("are unknown, and named, where a region cannot be read", async () => {
    const { accessKeyId } = live.sandbox.administrator(B);
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    const inRegion = `${accessKeyId}/${day}/${THERE}`;
    proxy.fail(LIVE_CALLS.listSecrets.action, inRegion, { error: "AccessDeniedException" });
    const { documents, everyone = documents, gaps = [] } = await liveDocuments(ZONE, "zone.yaml");
    const { claims } = await prove(everyone, { claims: ["read-exclusive"] });
    const known = withGaps(claims, gaps, documents, ["read-exclusive"]);
    const foreign = known.find(({ subject }) => subject === secret());
    deepStrictEqual(known.map(({ result }) => result).sort(), ["proved", "proved", "unknown"]);
    match(foreign?.reason ?? "", /^secretsmanager:ListSecrets .* copies .* in eu-central-1/);
    const account = { id: B, name: B, region: HERE, partition: "aws", administrators: [] };
    const whole = await accountDocuments({ account, regions: [HERE] });
    deepStrictEqual(
      whole.gaps?.map(({ open }) => open),
      [{ kind: "copies", account: B, region: THERE }],
    );
  });

  it("are found in the key that encrypted the value before, once it lets others in", async () => {
    const { kms, secretsManager } = clients();
    const [former] = live.expected.keys ?? [];
    ok(former);
    await secretsManager.putSecretValue({ SecretId: secret(), SecretString: "x" });
    await kms.putKeyPolicy({ KeyId: former.arn, Policy: CLOSED });
    await changeKey(await makeKey(HERE, former.policy));
    const role = await spy(get(secret()), decrypt(former.arn));
    deepStrictEqual(await said(role), READS_NOT);
    await kms.putKeyPolicy({ KeyId: former.arn, Policy: OPEN });
    deepStrictEqual(await said(role), READS);
    await secretsManager.putSecretValue({ SecretId: secret(), SecretString: "y" });
    deepStrictEqual(await said(role), READS);
  });

  it("are found in the related key of a multi-Region key, once it lets others in", async () => {
    const [{ policy } = { policy: undefined }] = live.expected.keys ?? [];
    await clients().secretsManager.deleteSecret({
      SecretId: secret(),
      ForceDeleteWithoutRecovery: true,
    });
    const KmsKeyId = await makeKey(HERE, policy, true);
    const made = { Name: "foreign", KmsKeyId, SecretString: "x" };
    const { ARN = "" } = await clients().secretsManager.createSecret(made);
    // The key's policy must contain the ARN, whose end AWS draws again.
    const text = JSON.stringify(policy).replaceAll(secret(), ARN);
    const put = (region: string, Policy: string) =>
      clients(region).kms.putKeyPolicy({ KeyId: KmsKeyId.replace(HERE, region), Policy });
    await put(HERE, text);
    const replica = { KeyId: KmsKeyId, ReplicaRegion: THERE, Policy: CLOSED };
    await clients().kms.replicateKey(replica);
    const role = await spy(get(ARN), decrypt(KmsKeyId.replace(HERE, THERE)));
    deepStrictEqual((await said(role)).blastRadius, false);
    await put(THERE, OPEN);
    const { blastRadius, summary, whoCanRead } = await said(role);
    deepStrictEqual([blastRadius, summary, whoCanRead], [true, true, true]);
  });

  it("are found in the key of a parameter's earlier version", async () => {
    const { kms, ssm } = live.sandbox.clients(A);
    const [{ policy } = { policy: undefined }] = live.expected.keys ?? [];
    const closed = JSON.stringify(policy).replaceAll(B, A);
    const { KeyMetadata } = await kms.createKey({ Policy: closed });
    const KeyId = KeyMetadata?.Arn ?? "";
    const Name = "/flags";
    const role = await live.plant(A, "history", serviceTrust("ec2.amazonaws.com"), {
      Effect: "Allow",
      Action: "ssm:GetParameterHistory",
      Resource: `arn:aws:ssm:${HERE}:${A}:parameter/flags`,
    });
    await ssm.putParameter({ Name, KeyId, Value: "y", Type: "SecureString", Overwrite: true });
    const { documents, everyone = documents } = await liveDocuments(ZONE, "zone.yaml");
    const [flags] = everyone.parameters ?? [];
    deepStrictEqual([flags?.key, flags?.formerKeys], [KeyId, [null]]);
    const { found } = await whoCanRead(everyone, flags?.arn ?? "");
    ok(JSON.stringify(found).includes(role));
  });
});
