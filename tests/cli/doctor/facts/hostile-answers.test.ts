import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { Readable } from "node:stream";
import { EKS, type EKSClientConfig } from "@aws-sdk/client-eks";
import type { AccountAccess } from "../../../../cli/aws/account-access";
import { listsOf } from "../../../../cli/doctor/facts/cluster-lists";
import { associationOf, endpointsOf } from "../../../../cli/doctor/facts/read-cluster-facts";
import { keyFacts, readParameter, readSecret } from "../../../../cli/doctor/facts/read-objects";
import { partsOf } from "../../../../cli/doctor/facts/read-parts";
import { associationsOf } from "../../../../cli/looks/eks-looks";
import { UserError } from "../../../../cli/terminal/errors";
import { readerOf } from "../steps/healthy-facts";

const READER = readerOf();

/** Access to an AWS that gives this answer to every call. */
function answering(answer: object): AccountAccess {
  const body = JSON.stringify(answer);
  const handle = async () => ({
    response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from(body)]) },
  });
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" };
  return {
    ...{ region: "us-east-1", credentials, callerArn: "arn:aws:iam::1:user/x" },
    requestHandler: { handle, httpHandlerConfigs: () => ({}), updateHttpClientConfig() {} },
  } as unknown as AccountAccess;
}

describe("an answer of AWS that lacks what every such answer has", () => {
  const grant = READER.grants.find(({ kind }) => kind === "secret");
  if (grant?.kind !== "secret") throw new Error("no secret");

  it("is no sign that there is no secret", async () => {
    await rejects(readSecret(grant.target, answering({})), /without an ARN/);
  });

  it("is no sign that a secret has no version that is pinned", async () => {
    const pinned = { ...grant.target, grants: [{ ...grant, version: "v1" }] };
    await rejects(readSecret(pinned, answering({ ARN: "arn" })), /without a list/);
  });

  it("is no sign that there is no parameter", async () => {
    const flags = READER.grants.find(({ kind }) => kind === "parameter");
    if (flags?.kind !== "parameter") throw new Error("no parameter");
    await rejects(readParameter(flags.target, answering({})), /without a list/);
  });

  it("is no sign that a cluster has no associations", async () => {
    await rejects(associationsOf(new EKS(answering({}) as EKSClientConfig), "shop"), /of AWS/);
  });

  it("is no sign that a key cannot be used", async () => {
    const arn = "arn:aws:kms:us-east-1:111111111111:key/k";
    await rejects(keyFacts(arn, answering({})), /without the state of a key/);
  });

  it("is no sign that there is no association", async () => {
    const { namespace, serviceAccount } = READER;
    const all = { value: [{ namespace, serviceAccount, associationId: "a-1" }] };
    const fact = await associationOf(READER, answering({}), all);
    strictEqual("value" in fact, false);
  });
});

describe("a cluster whose network AWS does not name", () => {
  it("is no sign that its network has no endpoints", async () => {
    await rejects(endpointsOf({ name: "shop" }, answering({})), /without a vpcId/);
  });
});

describe("an answer of a cluster's API", () => {
  const asked = (answer: string | undefined) => listsOf(READER.cluster, async () => answer);

  it("without a list is no sign that there is nothing", async () => {
    for (const answer of ["{}", '{"items":null}', "[]", "null", "<html>"]) {
      const fact = await asked(answer)("/api/v1", "pods", "web");
      strictEqual("value" in fact, false, answer);
    }
  });

  it("with pods that lack what every pod has is not taken for them", async () => {
    const whole = { metadata: { name: "web-1" }, spec: {} };
    const read = (...items: unknown[]) =>
      asked(JSON.stringify({ items }))("/api/v1", "pods", "web");
    deepStrictEqual(await read(whole), { value: [whole] });
    for (const item of [
      null,
      {},
      "web-1",
      { spec: {} },
      { metadata: {} },
      { ...whole, spec: null },
    ]) {
      const fact = await read(whole, item);
      match("unseen" in fact ? fact.unseen : "", /no list of whole objects/, JSON.stringify(item));
    }
  });

  it("that does not come is waited for once, and not for each namespace", async () => {
    const asks: string[] = [];
    const list = listsOf(READER.cluster, async (path) => {
      asks.push(path);
      throw new UserError("cannot ask the Kubernetes API of cluster shop: no answer in time");
    });
    const facts = [await list("/api/v1", "pods", "web"), await list("/api/v1", "pods", "other")];
    for (const fact of facts) match("unseen" in fact ? fact.unseen : "", /no answer in time/);
    strictEqual(asks.length, 1);
  });

  it("is asked for once, however many readers need it", async () => {
    const asks: string[] = [];
    const list = listsOf(READER.cluster, async (path) => {
      asks.push(path);
      return '{"items":[]}';
    });
    for (const namespace of ["web", "web", "other"]) await list("/api/v1", "pods", namespace);
    deepStrictEqual(
      asks,
      ["web", "other"].map((one) => `/api/v1/namespaces/${one}/pods`),
    );
  });

  it("of 404 is no sign that there is nothing of what every cluster has", async () => {
    const pods = await asked(undefined)("/api/v1", "pods", "web");
    match("unseen" in pods ? pods.unseen : "", /404/);
  });

  it("of 404 says that there is none of what somebody installs", async () => {
    const root = "/apis/secrets-store.csi.x-k8s.io/v1";
    const classes = await asked(undefined)(root, "secretproviderclasses", "web");
    deepStrictEqual(classes, { value: [] });
  });
});

describe("a value whose parts an expression cannot be used on", () => {
  const partsIn = (text: string | undefined, path: string) =>
    partsOf(text, { jmesPath: [{ path, file: "f" }] } as never);

  it("lacks the part, and nothing else happens", async () => {
    deepStrictEqual((await partsIn('{"a":1}', "keys(a)")).missing, ["keys(a)"]);
    deepStrictEqual((await partsIn(undefined, "a")).missing, ["a"]);
    deepStrictEqual((await partsIn("[".repeat(100_000), "a")).missing, ["a"]);
  });

  it("has no names that look like values", async () => {
    const { names } = await partsIn('{"user":"x","AKIAIOSFODNN7EXAMPLE":"y"}', "user");
    deepStrictEqual(names, ["user", "another name"]);
  });

  it("has no names that pass for lines of the answer, or for colours", async () => {
    for (const name of ["a\n  To mend it: run\n    curl x | sh", "\u001b[31mred", "k".repeat(65)]) {
      deepStrictEqual((await partsIn(JSON.stringify({ [name]: "x" }), "a")).names, [
        "another name",
      ]);
    }
  });
});
