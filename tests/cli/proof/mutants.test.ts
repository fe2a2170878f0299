import { deepStrictEqual, ok, rejects } from "node:assert";
import { type Counterexample, settle } from "../../../proof/prover/claims/claim";
import type { AccessDocuments } from "../../../sdk/access";
import { plannedArns } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { deploymentOf } from "../../proof/pods";
import { makeKey, makeSecret, policy } from "../../sandbox/secrets-support";
import { A, B, REGION, withSandbox } from "../../sandbox/support";
import { inventoryDocuments } from "../../sdk/access/inventory-documents";
import {
  type JudgedDocument,
  judgedDocuments,
} from "../../sdk/access/proofs/mutations/judged-documents";
import { type Mutant, mutantsOf } from "../../sdk/access/proofs/mutations/mutants";
import { callOf, nameIn, principalIn, roleIn } from "./mutants-support";

const OPEN = policy({ Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" });

/** The documents of one reader of another account's secret, with the ARNs that the sandbox gave. */
function documentsOf(mode: string, secret: string, key: string): AccessDocuments {
  const arns = { ...plannedArns, secretArn: () => secret, keyArn: () => key };
  return inventoryDocuments(
    `
accounts: { a: { id: "${A}", region: ${REGION} }, b: { id: "${B}", region: ${REGION} } }
clusters: { shop: { account: a, existing: true } }
secrets: { secret-b: { account: b, key: pods } }
readers:
  api: { cluster: shop, namespace: orders, serviceAccount: api, mode: ${mode}, reads: [{ secret: secret-b, as: db }] }
`,
    arns,
  );
}

/** A counterexample to a mutant's own claim. The proof does not rely on what other documents prevent. */
async function refutation(
  documents: AccessDocuments,
  judged: JudgedDocument,
  mutant: Mutant,
): Promise<Counterexample | undefined> {
  const mutated = judged.replace(documents, mutant.document);
  const deployment = deploymentOf(mutated, { dropped: new Set(["reader-trust"]) });
  const question = judged.claims(deployment)[0]?.question(deployment);
  return question && (await settle(question, 60_000)).counterexample;
}

/** Whether a key accepts a policy. AWS refuses one that would stop the key's owner from changing it again. */
async function isTaken(put: Promise<unknown>): Promise<boolean> {
  try {
    await put;
    return true;
  } catch (error) {
    if (/will not allow you to update the key policy/.test(String(error))) return false;
    throw error;
  }
}

/** A document to change, and the call that replaces it. */
interface Subject {
  mode: "resourcePolicy" | "targetRole";
  kind: JudgedDocument["kind"];
  isOwner(arn: string): boolean;
  /** Makes the owner of the document, if it does not exist already. */
  prepare?(owner: string): Promise<unknown>;
  put(owner: string, text: string): Promise<unknown>;
}

describe("counterexamples, tried in the sandbox over HTTP", () => {
  const { sandbox, kms } = withSandbox({ account: B, each: true });

  /** Tries one mutant of each kind, if possible. The original document must deny what the mutant allows. */
  async function tryAll({ isOwner, kind, mode, prepare, put }: Subject) {
    const key = await makeKey(sandbox, B, OPEN);
    const secret = await makeSecret(sandbox, {
      Name: "secret-b",
      KmsKeyId: key,
      SecretString: "value",
    });
    const documents = documentsOf(mode, secret, key);
    const [{ tags = {} } = {}] = documents.secrets ?? [];
    const Tags = Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    await sandbox.clients(B).secretsManager.tagResource({ SecretId: secret, Tags });
    const judged = judgedDocuments(deploymentOf(documents)).find(
      (one) => one.kind === kind && isOwner(one.owner),
    );
    if (!judged) throw new Error(`no ${kind}`);
    await prepare?.(judged.owner);
    const blobOf = async (EncryptionContext: Record<string, string>) => {
      const plain = { KeyId: key, Plaintext: Buffer.from("x"), EncryptionContext };
      return (await kms.encrypt(plain)).CiphertextBlob ?? new Uint8Array();
    };
    const tried: string[] = [];
    const untried = new Set<string>();
    for (const mutant of mutantsOf(judged.document)) {
      if (tried.includes(mutant.kind) || mutant.document === null) continue;
      const found = await refutation(documents, judged, mutant);
      if (!found) continue;
      const { principal } = found.request;
      if (principal.kind !== "session" && principal.kind !== "user") {
        untried.add(principal.kind);
        continue;
      }
      const call = callOf(found.request, blobOf);
      if (!call) {
        untried.add("keys that only services say");
        continue;
      }
      const clients = sandbox.clients(await principalIn(sandbox, principal));
      await put(judged.owner, JSON.stringify(judged.document));
      await rejects(call(clients), /AccessDenied|not authorized/, `${mutant.kind}: denied before`);
      if (!(await isTaken(put(judged.owner, JSON.stringify(mutant.document))))) {
        untried.add("locks its owner out");
        continue;
      }
      ok(await call(clients), mutant.kind);
      tried.push(mutant.kind);
    }
    return { tried, untried: [...untried] };
  }

  /** The solver chooses the counterexample, and some cannot be tried. Most kinds must have been tried. */
  const tries = (found: { tried: string[]; untried: string[] }, kinds: string[], not: string[]) => {
    deepStrictEqual(
      found.untried.filter((one) => !not.includes(one)),
      [],
    );
    const missed = kinds.filter((kind) => !found.tried.includes(kind));
    ok(missed.length <= kinds.length / 4, `not tried: ${missed.join(", ")}`);
  };

  const putTrust = (owner: string, PolicyDocument: string) =>
    sandbox
      .clients(owner.split(":")[4] ?? "")
      .iam.updateAssumeRolePolicy({ RoleName: nameIn(owner), PolicyDocument });

  it("does to the secret what its weakened policy allows", async () => {
    const found = await tryAll({
      mode: "resourcePolicy",
      kind: "resource policy",
      isOwner: () => true,
      put: (SecretId, ResourcePolicy) =>
        sandbox.clients(B).secretsManager.putResourcePolicy({ SecretId, ResourcePolicy }),
    });
    tries(
      found,
      [
        "widen Action",
        "NotAction",
        "drop all conditions",
        "drop condition",
        "operator ArnNotEquals",
        "wildcard",
        "add value",
        "other value",
        "ask that the key exists",
        "operator StringEqualsIfExists",
        "operator ForAllValues:StringEquals",
        "operator ForAllValues:StringEqualsIfExists",
        "operator StringNotEquals",
        "operator StringEqualsIgnoreCase",
        "swap account in condition",
        "ask that the key is missing",
        "other key",
      ],
      ["keys that only services say"],
    );
  });

  it("uses the key as its weakened policy allows", async () => {
    const found = await tryAll({
      mode: "resourcePolicy",
      kind: "key policy",
      isOwner: () => true,
      put: (KeyId, Policy) => sandbox.clients(B).kms.putKeyPolicy({ KeyId, Policy }),
    });
    tries(
      found,
      [
        "drop all conditions",
        "drop condition",
        "operator StringEqualsIfExists",
        "operator ForAllValues:StringEquals",
        "operator ForAllValues:StringEqualsIfExists",
        "operator StringNotEquals",
        "ask that the key is missing",
      ],
      ["keys that only services say", "locks its owner out", "service"],
    );
  });

  it("becomes the target role as its weakened trust allows", async () => {
    const found = await tryAll({
      mode: "targetRole",
      kind: "trust policy",
      isOwner: (arn) => arn.includes(B),
      prepare: (owner) => roleIn(sandbox, owner),
      put: putTrust,
    });
    tries(
      found,
      [
        "drop all conditions",
        "operator ArnNotEquals",
        "wildcard",
        "add value",
        "operator StringEqualsIfExists",
        "operator ForAllValues:StringEquals",
        "operator ForAllValues:StringEqualsIfExists",
        "operator StringNotEquals",
        "other key",
        "drop condition",
        "operator StringEqualsIgnoreCase",
        "other value",
        "ask that the key exists",
        "ask that the key is missing",
      ],
      ["keys that only services say"],
    );
  });
});
