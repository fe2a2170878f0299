import { deepStrictEqual, equal, rejects, throws } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { callCluster } from "../../../../sandbox/providers/kubernetes/call-cluster";
import { tokenRequestOf } from "../../../../sandbox/providers/kubernetes/eks-token";
import { importedInputs, prune } from "../../../../sandbox/providers/kubernetes/kinds";
import { readKubeContext } from "../../../../sandbox/providers/kubernetes/kubeconfig";
import { newDirectory } from "../../../directories";
import { certificateAuthorityIn, clusterAddress } from "../../eks-support";
import { A, startSandbox } from "../../support";
import { setEnvironment } from "../support";

const kubeconfig = `
apiVersion: v1
kind: Config
current-context: one
contexts:
  - { name: one, context: { cluster: a, user: token } }
  - { name: two, context: { cluster: b, user: exec, namespace: shop } }
  - { name: nobody, context: { cluster: a, user: none } }
clusters:
  - { name: a, cluster: { server: "https://127.0.0.1:1/a/" } }
  - { name: b, cluster: { server: "https://127.0.0.1:1/b" } }
users:
  - { name: token, user: { token: t } }
  - name: exec
    user: { exec: { command: aws, args: [eks, get-token], env: [{ name: AWS_PROFILE, value: p }] } }
  - { name: none, user: {} }
`;

describe("readKubeContext", () => {
  it("takes the current context, or the one that is named", () => {
    deepStrictEqual(readKubeContext({ kubeconfig }), {
      server: "https://127.0.0.1:1/a",
      user: { token: "t" },
    });
    deepStrictEqual(readKubeContext({ kubeconfig, context: "two" }), {
      server: "https://127.0.0.1:1/b",
      namespace: "shop",
      user: { exec: { command: "aws", args: ["eks", "get-token"], env: { AWS_PROFILE: "p" } } },
    });
  });

  it("takes another cluster for the context's own", () => {
    const { server } = readKubeContext({ kubeconfig, cluster: "b" });
    deepStrictEqual(server, "https://127.0.0.1:1/b");
  });

  it("knows the cluster by the certificates that it gives, or names", () => {
    const directory = newDirectory();
    const file = join(directory, "ca.pem");
    writeFileSync(file, "of a file");
    const data = Buffer.from("of the text").toString("base64");
    const authorityWith = (entry: string) =>
      readKubeContext({ kubeconfig: kubeconfig.replace('1/b"', `1/b", ${entry}`), context: "two" })
        .certificateAuthority;
    deepStrictEqual(authorityWith(`certificate-authority-data: ${data}`), "of the text");
    deepStrictEqual(authorityWith(`certificate-authority: ${file}`), "of a file");
    deepStrictEqual(authorityWith("extensions: []"), undefined);
    throws(
      () => authorityWith("insecure-skip-tls-verify: true"),
      /cluster b has insecure-skip-tls-verify, which this provider does not know/,
    );
  });

  it("reads the file that KUBECONFIG names", () => {
    const directory = newDirectory();
    const file = join(directory, "config");
    writeFileSync(file, kubeconfig);
    const restore = setEnvironment({ KUBECONFIG: file });
    deepStrictEqual(readKubeContext({}).user, { token: "t" });
    restore();
  });

  it("rejects what it cannot follow, by name", () => {
    throws(() => readKubeContext({ kubeconfig, context: "x" }), /kubeconfig has no context x/);
    throws(() => readKubeContext({ kubeconfig, cluster: "x" }), /no cluster x with a server/);
    throws(() => readKubeContext({ kubeconfig, context: "nobody" }), /user none must have a token/);
    throws(
      () => readKubeContext({ kubeconfig: "/nowhere/config" }),
      /\/nowhere\/config does not exist/,
    );
    throws(() => readKubeContext({ kubeconfig: "{}" }), /must have a current-context/);
  });
});

describe("tokenRequestOf", () => {
  const exec = (args: string[], command = "aws") => ({ command, args, env: {} });

  it("reads the command line of aws eks get-token", () => {
    const args = ["--region", "eu-west-1", "eks", "get-token", "--cluster-name", "shop"];
    deepStrictEqual(tokenRequestOf(exec(args, "/usr/local/bin/aws")), {
      clusterName: "shop",
      region: "eu-west-1",
    });
    deepStrictEqual(
      tokenRequestOf({
        command: "aws",
        args: [
          "eks",
          "get-token",
          "--cluster-name=shop",
          "--role-arn",
          "arn:r",
          "--output",
          "json",
        ],
        env: { AWS_PROFILE: "p", AWS_REGION: "us-east-1" },
      }),
      { clusterName: "shop", region: "us-east-1", roleArn: "arn:r", profile: "p" },
    );
  });

  it("rejects any other command", () => {
    const args = ["eks", "get-token", "--cluster-name", "shop"];
    throws(() => tokenRequestOf(exec(args, "sh")), /must be aws eks get-token .*, got sh eks/);
    throws(() => tokenRequestOf(exec(["eks", "get-token"])), /must be aws eks get-token/);
    throws(() => tokenRequestOf(exec(["s3", "ls", "--cluster-name", "x"])), /must be aws eks/);
  });
});

describe("a call of the kubernetes provider", () => {
  it("reaches a cluster that its authority vouches for, and none that another does", async () => {
    const [sandbox, stranger] = [await startSandbox(), await startSandbox()];
    const { certificateAuthority, server } = clusterAddress(
      ...[sandbox.endpoint, sandbox.directory, A, "shop"],
    );
    const call = { method: "GET", headers: {} };
    const { status } = await callCluster(`${server}/api`, { ...call, certificateAuthority });
    equal(status, 401);
    const wrong = certificateAuthorityIn(stranger.directory);
    for (const other of [wrong, undefined]) {
      const trusting = { ...call, ...(other && { certificateAuthority: other }) };
      await rejects(callCluster(`${server}/healthz`, trusting), /certificate/);
    }
    await sandbox.stop();
    await stranger.stop();
  });
});

describe("prune", () => {
  it("keeps of the live object what the program gives", () => {
    const live = {
      metadata: { name: "n", uid: "u" },
      spec: { replicas: 3, containers: [{ name: "c", image: "other", pull: "Always" }] },
      status: {},
    };
    const inputs = {
      metadata: { name: "n" },
      spec: { replicas: 1, containers: [{ name: "c", image: "i" }] },
      gone: true,
    };
    deepStrictEqual(prune(live, inputs), {
      metadata: { name: "n" },
      spec: { replicas: 3, containers: [{ name: "c", image: "other" }] },
    });
  });

  it("keeps a list whole when its length differs", () => {
    deepStrictEqual(prune({ list: [{ a: 1, b: 2 }, { c: 3 }] }, { list: [{ a: 1 }] }), {
      list: [{ a: 1, b: 2 }, { c: 3 }],
    });
  });
});

describe("importedInputs", () => {
  it("leaves out what only the server writes", () => {
    const metadata = { name: "n", namespace: "d", uid: "u", resourceVersion: "1", generation: 1 };
    const object = { apiVersion: "v1", kind: "ServiceAccount", metadata, status: {} };
    deepStrictEqual(importedInputs(object), {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "n", namespace: "d" },
    });
  });
});
