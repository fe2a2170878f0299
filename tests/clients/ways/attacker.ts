import { type Actor, identityOf, type World } from "../../../proof";
import { type Asked, commandsOf } from "../../../site/changes/aws-cli";
import { type Credentials, credentialsOf } from "../../sandbox/support";
import type { AwsCliResult } from "../aws-cli";

/** How the AWS CLI is run with somebody's credentials. */
export type RunAws = (who: Credentials, ...args: string[]) => Promise<AwsCliResult>;

/** Somebody who makes calls with the AWS CLI, and keeps the credentials that they give. */
export class Attacker {
  private readonly held = new Map<string, Credentials>();

  constructor(
    private readonly run: RunAws,
    private readonly real: (text: string) => string,
  ) {}

  hold(identity: string, credentials: Credentials): void {
    this.held.set(identity, credentials);
  }

  /** Makes a call. Answers by which error AWS refused it, or nothing. */
  async call(identity: string, asked: Asked): Promise<string | undefined> {
    const { action, resource } = asked.request;
    const commands = commandsOf(asked);
    if (!commands) throw new Error(`nobody has written how to call ${action}`);
    for (const command of commands) {
      const { refused, stdout } = await this.command(identity, command);
      if (refused) return refused;
      this.keep(resource, stdout);
    }
    return undefined;
  }

  /** Whoever has let itself into a role has yet to assume it. */
  async become(identity: string, actor: Actor, world: World): Promise<void> {
    const { principal } = actor;
    if (this.held.has(identityOf(actor)) || principal?.kind !== "session") return;
    const request = { action: "sts:AssumeRole", resource: principal.roleArn, principal };
    const refused = await this.call(identity, { request, world });
    if (refused) throw new Error(refused);
  }

  /** As whom it can make calls by now. */
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

  private async command(identity: string, command: string[]) {
    const credentials = this.held.get(identity);
    if (!credentials) throw new Error(`the attacker has no credentials of ${identity}`);
    const { exitCode, stderr, stdout } = await this.run(credentials, ...command.map(this.real));
    const code = /^An error occurred \((\w+)\) when calling/m.exec(stderr)?.[1];
    if (exitCode !== 0 && !code) throw new Error(`aws ${command.join(" ")}: ${stderr.trim()}`);
    return { stdout, refused: code };
  }

  private keep(resource: string, printed: string): void {
    const { AccessKey, Credentials: session } = printed.trim() === "" ? {} : JSON.parse(printed);
    if (AccessKey ?? session) this.hold(resource, credentialsOf(AccessKey ?? session));
  }
}
