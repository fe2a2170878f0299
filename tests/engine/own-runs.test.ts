import { deepStrictEqual, match, rejects } from "node:assert";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { PodReader, PodSecretKey, PodTargetRole } from "../../sdk";
import { filesIn } from "../cli/support";
import { none } from "../facts";
import { construct, minimal } from "../sdk/components/minimal-args";
import { messageOf, OWNER, suiteHost } from "./inline-program";

const READER = "222222222222";

/** A kubeconfig of a cluster on this machine. */
const kubeconfig = (port: number) => ({
  ...{ apiVersion: "v1", kind: "Config", "current-context": "orders" },
  contexts: [{ name: "orders", context: { cluster: "orders", user: "orders" } }],
  clusters: [{ name: "orders", cluster: { server: `https://127.0.0.1:${port}` } }],
  users: [{ name: "orders", user: { token: "none" } }],
});

describe("a run of a user's own program", () => {
  const host = suiteHost();

  /** Declares a reader in the cluster of an account, and a secret of that account. */
  function reader(account: string) {
    const pod = { namespace: "orders", serviceAccount: "orders-api" };
    const clusterArn = `arn:aws:eks:us-east-1:${account}:cluster/shop`;
    const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbC123`;
    new PodReader("orders", { ...pod, clusterArn, secrets: [{ arn }] });
  }

  it("is refused before anything is made, where a reader's cluster is of another account", async () => {
    const stack = await host.inline("elsewhere", async () => reader(READER));
    const says =
      /PodReader orders: clusterArn must be of account 111111111111, .* got arn:aws:eks:us-east-1:222222222222:/;
    await rejects(stack.up(), says);
    const { deployment } = await stack.exportStack();
    const types = deployment.resources.map(({ type }: { type: string }) => type);
    none(types, (type: string) => /^(aws|kubernetes):/.test(type));
  });

  it("says in the preview to which cluster its Kubernetes objects go, without a provider", async () => {
    const words =
      /no Kubernetes provider is given: its service account will be in the cluster of context orders of \/\S+\/config/;
    let said = "";
    // The cluster in the kubeconfig never answers. It fails the preview only after the preview has said what is expected.
    const server = createServer(async (socket) => {
      socket.on("error", () => {});
      for (let waits = 0; waits < 3000 && !words.test(said); waits++) await sleep(100);
      socket.destroy();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { KUBECONFIG } = process.env;
    const { port } = server.address() as AddressInfo;
    process.env.KUBECONFIG = `${filesIn({ config: kubeconfig(port) })}/config`;
    try {
      const stack = await host.inline("ambient", async () => reader(OWNER));
      const onOutput = (text: string) => {
        said += text;
      };
      await stack.preview({ onOutput }).catch(() => undefined);
      match(said, words);
    } finally {
      if (KUBECONFIG === undefined) delete process.env.KUBECONFIG;
      else process.env.KUBECONFIG = KUBECONFIG;
      server.close();
    }
  });

  it("is refused where keptPolicyNames names a policy that the role lacks, until somebody has put it there", async () => {
    const stack = await host.inline("kept", async () => {
      new PodTargetRole("orders", {
        reader: {
          clusterArn: `arn:aws:eks:us-east-1:${READER}:cluster/shop`,
          ...{ namespace: "orders", serviceAccount: "api" },
        },
        readerRoleArn: `arn:aws:iam::${READER}:role/api`,
        ...{ ownerAccountId: OWNER, roleName: "target", keptPolicyNames: ["of-others"] },
        secrets: [{ arn: `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:db-AbC123` }],
      });
    });
    const says =
      /PodTargetRole orders: keptPolicyNames names "of-others", which role target does not have; leave it out/;
    await rejects(stack.up(), says);
    const { iam } = await host.sandbox.aws("owner");
    const Statement = [{ Effect: "Deny", Action: "*", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putRolePolicy({ RoleName: "target", PolicyName: "of-others", PolicyDocument });
    await stack.up();
  });

  it("does not hold up a later run of the process after a late argument has ended it", async () => {
    const late = pulumi.output(Promise.resolve("bad !"));
    const secretObjects = [{ secretName: "s", data: [{ key: "k", objectName: "db" }] }];
    const mount = { ...minimal.SecretMount, secretObjects, secretProviderClass: late };
    const runs = [
      () => construct("PodReader", { ...minimal.PodReader, clusterArn: late }),
      () => construct("SecretMount", mount),
      () => construct("PodSecretKey", { keyAlias: "bad !" }),
    ];
    const stack = await host.inline("later", async () => ({}));
    for (const run of runs) {
      const said = await messageOf(stack.preview({ program: async () => void run() }));
      match(said, /(PodReader|SecretMount|PodSecretKey) it: \w+ must/);
    }
  });

  it("ends by a late argument, also if it goes on after errors or has other targets, and leaves nothing", async () => {
    const stack = await host.inline("ends-up", async () => {
      const { keyArn } = new PodSecretKey("k", { keyAlias: pulumi.output("bad !") });
      return { keyArn };
    });
    for (const options of [{}, { continueOnError: true }, { target: ["**other**"] }]) {
      match(await messageOf(stack.up(options)), /PodSecretKey k: keyAlias must be/);
    }
    const { deployment } = await stack.exportStack();
    // The engine has asked the provider for its region and account.
    const types = deployment.resources.map(({ type }: { type: string }) => type);
    none(types, (type: string) => !type.startsWith("pulumi:"));
  });

  it("ends by a late argument, while four other runs of the process go on", async () => {
    const aliases = ["a", "b", "bad !", "d", "e"];
    const ended = await Promise.all(
      aliases.map(async (alias, index) => {
        const stack = await host.inline(`five-${index}`, async () => {
          new PodSecretKey("k", { keyAlias: pulumi.output(alias) });
        });
        return !(await messageOf(stack.preview())).includes("PodSecretKey k: keyAlias must be");
      }),
    );
    deepStrictEqual(ended, [true, true, false, true, true]);
  });
});
