import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { settle } from "../../../../proof/prover/claims/claim";
import { grantAvailable } from "../../../../proof/prover/claims/grant-path";
import { grantQuestion } from "../../../../proof/prover/documents/questions";
import { readTarget } from "../../../../proof/prover/documents/read-target";
import {
  endpoint,
  everything,
  ID,
  nobody,
  readersOnly,
  VPC,
  withEndpoints,
} from "../../cross-account-documents";
import {
  type AccessDocuments,
  blastRadius,
  deploymentOf,
  difference,
  prove,
  type VpcEndpointDocuments,
  whoCanRead,
} from "../../pods";
import { allowTo, trusts } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, ownerStatement, policy, readStatement, root } from "../deployments/deployment";
import { tokenReader } from "../deployments/web-identities";

const STRANGER = `arn:aws:iam::${the.PARTNER}:role/stranger`;
async function resultOf(claim: "grant-available" | "read-exclusive", documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: [claim] });
  return claims[0];
}

describe("a VPC endpoint, to grant-available", () => {
  const proved = async (...endpoints: VpcEndpointDocuments[]) =>
    (await resultOf("grant-available", withEndpoints(...endpoints)))?.result === "proved";

  it("refutes with a read through it where its policy lacks the reads", async () => {
    const onlyOne = policy({ ...everything, Action: "secretsmanager:GetSecretValue" });
    const notToDescribe = {
      ...everything,
      Effect: "Deny",
      Action: "secretsmanager:DescribeSecret",
    };
    for (const document of [nobody, onlyOne, policy(everything, notToDescribe)]) {
      const found = await resultOf("grant-available", withEndpoints(endpoint(document)));
      strictEqual(found?.result, "refuted");
      const { document: by, request } = found.counterexample ?? {};
      strictEqual(by, `endpoint policy of ${ID}`);
      deepStrictEqual(request?.context, { "aws:SourceVpce": ID, "aws:SourceVpc": VPC });
    }
    ok(await proved(endpoint(readersOnly), endpoint(null, { id: "vpce-2" })));
  });

  it("is nothing to pods of a cluster that it does not lead to", async () => {
    ok(!(await proved(endpoint(nobody, { clusters: [the.CLUSTER] }))));
    ok(await proved(endpoint(nobody, { clusters: [`${the.CLUSTER}-2`] })));
    const elsewhere = { region: "eu-west-1", serviceRegion: the.REGION };
    ok(await proved(endpoint(nobody, elsewhere)));
    ok(!(await proved(endpoint(nobody, { ...elsewhere, clusters: [the.CLUSTER] }))));
  });

  it("refutes with the pod's token where its policy keeps that from STS", async () => {
    const vpcEndpoints = [endpoint(nobody, { service: "sts" })];
    const found = await resultOf("grant-available", { ...tokenReader, vpcEndpoints });
    strictEqual(found?.counterexample?.request.action, "sts:AssumeRoleWithWebIdentity");
    strictEqual(found.counterexample.document, `endpoint policy of ${ID}`);
    const open = [endpoint(policy(everything), { service: "sts" })];
    const through = await resultOf("grant-available", { ...tokenReader, vpcEndpoints: open });
    strictEqual(through?.result, "proved");
  });

  it("is nothing to what AWS calls by itself: the decryption, and what makes a pod's session", async () => {
    for (const service of ["kms", "sts", "eks-auth", "ssm"]) {
      ok(await proved(endpoint(nobody, { service })), service);
      // The same for documents that nobody has cut down to what matters.
      const whole = deploymentOf(withEndpoints(endpoint(nobody, { service })));
      const [pods] = whole.readers(the.BILLING);
      const [target, association] = [readTarget(whole, the.SECRET), pods?.association];
      ok(pods && target && association);
      const { result } = await settle(
        grantAvailable(grantQuestion(whole, pods, { association, target })),
        10_000,
      );
      strictEqual(result, "proved", service);
    }
  });
});

describe("a VPC endpoint, to who reads", () => {
  /** Admits others than the reader under a condition. */
  const openTo = (
    Principal: unknown,
    Condition: object,
    ...vpcEndpoints: VpcEndpointDocuments[]
  ): AccessDocuments =>
    oneReader({
      secretPolicy: policy(readStatement(the.ROLE, the.BILLING), {
        ...allowTo(Principal, the.READS),
        Condition,
      }),
      keyPolicy: policy(ownerStatement, {
        ...allowTo(Principal, "kms:Decrypt"),
        Condition: { StringEquals: { "kms:ViaService": the.VIA_SERVICE } },
      }),
      more: { vpcEndpoints },
    });
  const openOnlyTo = (condition: object, ...endpoints: VpcEndpointDocuments[]) =>
    openTo({ AWS: [the.ROLE, the.PARTNER] }, condition, ...endpoints);
  const viaEndpoint = { StringEquals: { "aws:SourceVpce": ID } };
  const exclusive = async (documents: AccessDocuments) =>
    (await resultOf("read-exclusive", documents))?.result;

  it("keeps out strangers where the secret asks for it, and it lets in the reader alone", async () => {
    strictEqual(await exclusive(openOnlyTo(viaEndpoint, endpoint(readersOnly))), "proved");
    strictEqual(await exclusive(openTo("*", viaEndpoint, endpoint(readersOnly))), "proved");
    for (const endpoints of [
      [],
      [endpoint(null)],
      [endpoint(policy(everything))],
      [endpoint(readersOnly, { id: "vpce-2" })],
      [endpoint(readersOnly, { service: "ssm" })],
    ]) {
      strictEqual(await exclusive(openOnlyTo(viaEndpoint, ...endpoints)), "refuted");
    }
  });

  it("is one of those that a VPC may have, of which the documents need not know all", async () => {
    const fromVpc = { StringEquals: { "aws:SourceVpc": VPC } };
    strictEqual(await exclusive(openOnlyTo(fromVpc, endpoint(readersOnly))), "refuted");
    const both = { StringEquals: { "aws:SourceVpce": ID, "aws:SourceVpc": "vpc-1" } };
    strictEqual(await exclusive(openOnlyTo(both, endpoint(policy(everything)))), "proved");
  });

  it("keeps out nobody where nothing asks for it", async () => {
    const documents = openOnlyTo({ Bool: { "aws:SecureTransport": "true" } }, endpoint(nobody));
    strictEqual(await exclusive(documents), "refuted");
  });

  it("is known to all who ask", async () => {
    const shut = openOnlyTo(viaEndpoint, endpoint(readersOnly));
    const ajar = openOnlyTo(viaEndpoint, endpoint(policy(everything)));
    const readers = async (documents: AccessDocuments) =>
      (await whoCanRead(documents, the.SECRET)).found.filter(({ as }) => as !== "declared reader");
    deepStrictEqual(await readers(shut), []);
    ok((await readers(ajar)).length > 0);
    const gains = async (documents: AccessDocuments) =>
      (await blastRadius(documents, { kind: "role", roleArn: STRANGER })).found.length;
    deepStrictEqual([await gains(shut), await gains(ajar)], [0, 1]);
    const summary = async (before: AccessDocuments, after: AccessDocuments) =>
      (await difference(before, after)).map(
        ({ counterexample, result }) => counterexample?.summary ?? result,
      );
    deepStrictEqual(await summary(shut, shut), ["proved"]);
    ok((await summary(shut, ajar)).some((one) => one.includes(" gains ")));
    ok((await summary(ajar, shut)).every((one) => one.includes(" loses ")));
  });

  it("keeps nobody from a decryption, which the service asks for", async () => {
    const readersWhere = async (condition: object) => {
      const decrypts = {
        ...allowTo({ AWS: the.ROLE }, "kms:Decrypt"),
        Condition: { StringEquals: { "kms:ViaService": the.VIA_SERVICE, ...condition } },
      };
      const documents = oneReader({
        keyPolicy: policy(ownerStatement, decrypts),
        more: { vpcEndpoints: [endpoint(nobody, { service: "kms" })] },
      });
      const { found } = await whoCanRead(documents, the.SECRET);
      return found.map(({ as }) => as);
    };
    deepStrictEqual(await readersWhere({}), ["declared reader"]);
    deepStrictEqual(await readersWhere({ "aws:SourceVpce": ID }), []);
  });

  it("keeps strangers from a role where its trust policy asks for it", async () => {
    const sts = (document: object) => endpoint(document, { service: "sts" });
    const trusting = (...vpcEndpoints: VpcEndpointDocuments[]) =>
      oneReader({
        trust: policy({ ...trusts(root(the.PARTNER), "sts:AssumeRole"), Condition: viaEndpoint }),
        secretPolicy: policy(allowTo({ AWS: the.ROLE }, the.READS)),
        more: { vpcEndpoints },
      });
    strictEqual(await exclusive(trusting(sts(nobody))), "proved");
    strictEqual(await exclusive(trusting(sts(policy(everything)))), "refuted");
  });
});
