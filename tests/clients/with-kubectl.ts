import { strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pythonEnvironment } from "../python-environment";
import { CLUSTER, createCluster } from "../sandbox/eks-support";
import { A, type Credentials } from "../sandbox/support";
import { type AwsCliResult, runIn, withAwsCli } from "./aws-cli";

/** In milliseconds. The first suite may have to install kubectl. */
const INSTALL_TIMEOUT = 5 * 60_000;

/** Gives the calling suite kubectl on a cluster of account A. */
export function withKubectl() {
  const cli = withAwsCli();
  let bin: string;
  before(async function () {
    this.timeout(INSTALL_TIMEOUT);
    bin = await kubectlDirectory();
    await createCluster(cli.sandbox, A);
    await cli.run(A, "eks", "update-kubeconfig", "--name", CLUSTER);
  });

  function kubectlAs(who: string | Credentials, ...args: string[]): Promise<AwsCliResult> {
    const environment = cli.environment(who);
    const PATH = [bin, environment.PATH].join(delimiter);
    return runIn(cli.directory, { ...environment, PATH }, "kubectl", args);
  }

  /** Runs kubectl, which must succeed. Returns what it prints, with columns one space apart. */
  async function kubectl(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await kubectlAs(A, ...args);
    strictEqual(exitCode, 0, `kubectl ${args.join(" ")}: ${stderr}`);
    return stdout.replace(/ +/g, " ").trim();
  }

  async function refused(who: string | Credentials, ...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await kubectlAs(who, ...args);
    strictEqual(exitCode === 0, false, stdout);
    return stderr.trim();
  }

  const write = (text: string) => writeFileSync(join(cli.directory, "app.yaml"), text);
  return { cli, kubectl, kubectlAs, refused, write };
}

/** The directory of `kubectl`. */
export function kubectlDirectory(): Promise<string> {
  return pythonEnvironment("kubectl", join(__dirname, "kubectl-requirements.txt"));
}
