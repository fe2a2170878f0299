import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Actor, identityOf, type World } from "../../../proof";
import { MADE_KEY } from "../../../proof/changes/secret-keys";
import {
  type Asked,
  CODE_FILE,
  CREDENTIALS_FILE,
  commandsOf,
  PASSED_ROLE,
} from "../../../site/changes/aws-cli";
import { EMPTY_ZIP } from "../../sandbox/lambda-support";
import { type Credentials, credentialsOf } from "../../sandbox/support";
import type { AwsCliSandbox } from "../aws-cli";

/** The AWS CLI with somebody's credentials, and its directory. */
type Cli = Pick<AwsCliSandbox, "directory" | "json" | "run">;

/** Somebody who makes calls with the AWS CLI and keeps the credentials that they return. */
export class Attacker {
  /** The role that it passed last. */
  private passed = "";
  private changed: string | undefined;
  /** Name of the key that it made last. */
  private key = MADE_KEY;
  private readonly held = new Map<string, Credentials>();

  constructor(
    private readonly cli: Cli,
    private readonly real: (text: string) => string,
  ) {
    writeFileSync(join(cli.directory, CODE_FILE), EMPTY_ZIP);
  }

  hold(identity: string, credentials: Credentials): void {
    this.held.set(identity, credentials);
  }

  /** Makes a call. Returns the error with which AWS refused it, or undefined. */
  async call(identity: string, asked: Asked): Promise<string | undefined> {
    const { action, resource } = asked.request;
    if (action === "iam:PassRole") this.passed = resource;
    if (action.startsWith("lambda:")) this.changed = resource;
    const commands = commandsOf(asked);
    if (!commands) throw new Error(`nobody has written how to call ${action}`);
    for (const command of commands) {
      const { refused, stdout } = await this.command(identity, command);
      if (refused) return refused;
      this.keep(resource, stdout);
    }
    return undefined;
  }

  /** Assumes the role of the actor. A change of its trust policy or code has only made that possible. */
  async become(identity: string, actor: Actor, world: World): Promise<void> {
    const { principal } = actor;
    if (this.held.has(identityOf(actor)) || principal?.kind !== "session") return;
    if (this.changed !== undefined) {
      return this.hold(principal.roleArn, await this.credentialsOfFunction(this.changed));
    }
    const request = { action: "sts:AssumeRole", resource: principal.roleArn, principal };
    const refused = await this.call(identity, { request, world });
    if (refused) throw new Error(refused);
  }

  /** The identities that it can use for calls by now. */
  identities(): string[] {
    return [...this.held.keys()];
  }

  /** Reads a value. */
  async read(identity: string, asked: Asked): Promise<{ value?: string; refused?: string }> {
    const [command = []] = commandsOf(asked) ?? [];
    const { refused, stdout } = await this.command(identity, command);
    if (refused) return { refused };
    const { Parameter, SecretString } = JSON.parse(stdout);
    return { value: SecretString ?? Parameter.Value };
  }

  /** The credentials that a function's code returns to its caller. */
  private async credentialsOfFunction(arn: string): Promise<Credentials> {
    const [, , , region = "", account = ""] = arn.split(":");
    const named = ["--region", region, "--function-name", arn];
    await this.cli.json(account, "lambda", "invoke", ...named, CREDENTIALS_FILE);
    const said = JSON.parse(readFileSync(join(this.cli.directory, CREDENTIALS_FILE), "utf8"));
    return {
      accessKeyId: said.AWS_ACCESS_KEY_ID,
      secretAccessKey: said.AWS_SECRET_ACCESS_KEY,
      sessionToken: said.AWS_SESSION_TOKEN,
    };
  }

  private async command(identity: string, command: string[]) {
    const credentials = this.held.get(identity);
    if (!credentials) throw new Error(`the attacker has no credentials of ${identity}`);
    const { exitCode, stderr, stdout } = await this.cli.run(
      credentials,
      ...command.map((one) =>
        this.real(one === PASSED_ROLE ? this.passed : one).replaceAll(MADE_KEY, this.key),
      ),
    );
    const code = /^An error occurred \((\w+)\) when calling/m.exec(stderr)?.[1];
    if (exitCode !== 0 && !code) throw new Error(`aws ${command.join(" ")}: ${stderr.trim()}`);
    return { stdout, refused: code };
  }

  private keep(resource: string, printed: string): void {
    const said = printed.trim() === "" ? {} : JSON.parse(printed);
    const { AccessKey, Credentials: session, KeyMetadata } = said;
    if (KeyMetadata) this.key = `key/${KeyMetadata.KeyId}`;
    if (AccessKey ?? session) this.hold(resource, credentialsOf(AccessKey ?? session));
  }
}
