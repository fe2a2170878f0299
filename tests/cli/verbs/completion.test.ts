import { deepStrictEqual, match, strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { verbs } from "../../../cli/verbs";
import { done, refused } from "../../outcomes";
import { run } from "../support";

describe("completion", () => {
  let script: string;
  before(async () => {
    script = (await run("completion bash")).stdout;
  });

  /** What bash offers for the last of these words. */
  function offered(...words: string[]): string[] {
    const line = words.map((word) => `'${word}'`).join(" ");
    const shell = `${script}
COMP_WORDS=(eks-pod-secrets ${line}); COMP_CWORD=${words.length}
_eks_pod_secrets; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const options = { encoding: "utf8" } as const;
    return execFileSync("bash", ["--norc", "-c", shell], options).split("\n").filter(Boolean);
  }

  it("offers every verb, also after help", () => {
    const all = [...Object.keys(verbs), "help", "--version", "--help"];
    deepStrictEqual(offered(""), all);
    deepStrictEqual(offered("help", ""), all);
    deepStrictEqual(offered("who"), ["who-can-read"]);
  });

  it("offers a verb's options, and the values that an argument or an option is chosen from", () => {
    deepStrictEqual(offered("check", "--s"), ["--strict"]);
    deepStrictEqual(offered("completion", ""), ["bash", "zsh", "--help"]);
    deepStrictEqual(offered("graph", "--show", ""), ["matrix", "accounts", "readers"]);
  });

  it("leaves the value of any other option to the shell, which offers files", () => {
    deepStrictEqual(offered("check", "--inventory", ""), []);
  });

  it("lets zsh read the same script", async () => {
    const stdout = await done(run("completion zsh"));
    match(stdout, /^autoload .*bashcompinit\n/);
    strictEqual(stdout.endsWith(script), true);
  });

  it("knows no other shell", async () => {
    match(await refused(run("completion fish")), /Allowed choices are bash, zsh/);
  });
});
