import { match, ok, strictEqual } from "node:assert";
import { join } from "node:path";
import { contextMismatch } from "../../stacks/kubeconfig-context";
import { filesIn } from "../cli/support";
import { connection, kubeconfig, OWN_CLUSTER, zone } from "./vocabulary";

const [shop] = zone.clusters;
if (!shop) throw new Error("no cluster");

/** What is said about the context of these kubeconfigs, after they were merged as kubectl does. */
async function said(...configs: string[]): Promise<string | undefined> {
  const files = Object.fromEntries(configs.map((text, index) => [`config-${index}`, text]));
  const directory = filesIn({ ...files, "ca.crt": "CA\n" });
  const KUBECONFIG = Object.keys(files)
    .map((name) => join(directory, name))
    .join(":");
  return contextMismatch(shop as NonNullable<typeof shop>, connection("shop"), { KUBECONFIG });
}

const advice =
  "name the context of cluster shop, which aws eks update-kubeconfig --name shop --region eu-west-1 makes, or leave kubeconfigContext out";
const refused = (why: string) => `clusters.shop.kubeconfigContext "shop" ${why}: ${advice}`;

describe("contextMismatch", () => {
  const other = { ...OWN_CLUSTER, server: "https://other.example" };

  it("takes a context of the cluster's endpoint and certificate authority, inline or in a file", async () => {
    strictEqual(await said(kubeconfig("shop", OWN_CLUSTER)), undefined);
    const { server } = OWN_CLUSTER;
    const file = { server: `${server}/`, "certificate-authority": "ca.crt" };
    strictEqual(await said(kubeconfig("shop", file)), undefined);
    const tunnel = {
      ...OWN_CLUSTER,
      server: "https://localhost:8443",
      "tls-server-name": "cluster.example",
    };
    strictEqual(await said(kubeconfig("shop", tunnel)), undefined);
  });

  it("rejects one that leads elsewhere, checks nothing, or is not there", async () => {
    strictEqual(
      await said(kubeconfig("shop", other)),
      refused("leads to https://other.example, not to https://cluster.example"),
    );
    strictEqual(
      await said(kubeconfig("shop", { ...OWN_CLUSTER, "certificate-authority-data": "b3RoZXI=" })),
      refused("has another certificate authority"),
    );
    strictEqual(
      await said(kubeconfig("shop", { server: OWN_CLUSTER.server })),
      refused("has another certificate authority"),
    );
    strictEqual(
      await said(kubeconfig("shop", { ...OWN_CLUSTER, "insecure-skip-tls-verify": true })),
      refused("does not check the server's certificate"),
    );
    strictEqual(await said(kubeconfig("blue", OWN_CLUSTER)), refused("is in no kubeconfig"));
  });

  it("names the file of one that cannot be read, and why", async () => {
    const aliases = ["a: &a [1]", ..."bcdefgh"].map((name, index) =>
      index === 0 ? name : `${name}: &${name} [${`*${"abcdefgh"[index - 1]},`.repeat(9)}]`,
    );
    const broken = {
      [aliases.join("\n")]: /^Excessive alias count/,
      "clusters: [": /^Flow sequence/,
      "contexts: {shop: 1}": /^its clusters and contexts are no lists of names$/,
      "clusters: [null]": /^its clusters and contexts are no lists of names$/,
    };
    for (const [text, why] of Object.entries(broken)) {
      const [, file, reason] =
        /because (\S+config-0) is no kubeconfig: (.*): name the context/s.exec(
          (await said(text)) ?? "",
        ) ?? [];
      ok(file, text);
      match(reason ?? "", why);
    }
  });

  it("goes by the first file that has the context, as kubectl does", async () => {
    const [own, foreign] = [kubeconfig("shop", OWN_CLUSTER), kubeconfig("shop", other)];
    strictEqual(await said(own, foreign), undefined);
    strictEqual(
      await said(foreign, own),
      refused("leads to https://other.example, not to https://cluster.example"),
    );
  });
});
