import { grouped } from "../../collections";
import type { AccessDocuments, IdentityDocuments, RoleDocuments } from "../../domain/documents";
import { findByArn } from "../../domain/documents-index";
import {
  accountOf,
  type Deployment,
  givenDeployment,
  isAdministratorOf,
} from "../documents/deployment";
import { type ReadTarget, readTarget } from "../documents/read-target";
import { identitiesThatMayRead } from "../documents/roles-that-may-read";
import { Alike, type NameOfPolicy } from "../questions/alike";
import { TooHard } from "../solver/limits";
import {
  type AskedWays,
  askChain,
  askIdentity,
  askOthers,
  type FoundWay,
  type Reading,
} from "./ask-ways";
import { Explanations, explanationOf, GRANT_OF_KEY, groundsOf, type Why } from "./explanation";
import { type AccessFinding, FindingGroups } from "./finding";
import { RolesFromOutside } from "./roles-from-outside";
import { conditionsOfIdentity, keepsOut, sayChain, sayTraits } from "./trait";

export interface SummariseOptions {
  /** Whether the documents contain every role and user of the account. Defaults to false: others may be let in by name. */
  areIdentitiesWhole?: boolean;
  /** Names policies. Defaults to their positions. */
  nameOf?: NameOfPolicy;
  /** The time limit for each question to the solver, after which the summary is incomplete. Defaults to 10,000. */
  milliseconds?: number;
  /** Called after each secret and parameter. */
  onProgress?(done: number, total: number): void;
}

/** Who reads what in an account. */
export interface Summary<Reader extends object = object> {
  /** `complete`: it is proved that nobody else reads, given the documents and assumptions. */
  result: "complete" | "unknown";
  /** Why it is not complete. */
  reason?: string;
  /** Secrets and parameters of the account. */
  objects: string[];
  /**
   * The findings. Administrators that are not in the documents are in none of them: they may read everything that their account
   * owns.
   */
  findings: AccessFinding<Reader>[];
}

/** Who reads each secret and parameter of an account, in few and precise findings. Those that nothing explains come first. */
export async function summarise(
  documents: AccessDocuments,
  account: string,
  options: SummariseOptions = {},
): Promise<Summary> {
  const summing = new Summing(givenDeployment(documents), account, options);
  const objects = [...(documents.secrets ?? []), ...(documents.parameters ?? [])]
    .map(({ arn }) => arn)
    .filter((arn) => accountOf(arn) === account);
  for (const [done, arn] of objects.entries()) {
    await summing.add(arn);
    options.onProgress?.(done + 1, objects.length);
  }
  const { groups, reason } = summing;
  const findings = groups.findings();
  if (reason !== undefined) return { result: "unknown", reason, objects, findings };
  return { result: "complete", objects, findings };
}

/** Builds a summary. */
class Summing {
  readonly groups = new FindingGroups();
  /** The first reason why it is incomplete. */
  reason: string | undefined;
  private readonly alike: Alike;
  private readonly outside: RolesFromOutside;
  private readonly explanations: Explanations;
  private readonly asked = new Map<string, AskedWays>();
  private readonly identities: IdentityDocuments[];
  private readonly nameOf: NameOfPolicy;

  constructor(
    private readonly deployment: Deployment,
    account: string,
    private readonly options: SummariseOptions,
  ) {
    this.nameOf = options.nameOf ?? (() => undefined);
    this.alike = new Alike(deployment, this.nameOf);
    this.explanations = new Explanations(deployment, this.alike);
    this.outside = new RolesFromOutside(deployment, account);
    this.identities = [...deployment.roles, ...deployment.users];
  }

  async add(arn: string): Promise<void> {
    const { deployment, options } = this;
    const target = readTarget(deployment, arn);
    if (!target) return;
    const reading: Reading = { deployment, target, milliseconds: options.milliseconds ?? 10_000 };
    const candidates = identitiesThatMayRead(deployment, target);
    const told = await this.addOthers(reading, candidates);
    const goals = await this.addIdentities(reading, candidates, told);
    await this.addChains(reading, goals, told);
  }

  /** Adds those who read by their own rights or are let in by name. Returns the account's roles among them. */
  private async addIdentities(
    reading: Reading,
    candidates: IdentityDocuments[],
    told: FoundWay[],
  ): Promise<ReadonlySet<RoleDocuments>> {
    const { target } = reading;
    const goals = new Set<RoleDocuments>();
    const kinds = grouped(candidates, (one) => [this.alike.identityKey(one, target)]);
    for (const [key, identities] of kinds) {
      const [one] = identities;
      if (!one) continue;
      const name = `identity ${key} ${this.alike.targetKey(target, one)}`;
      const all = await this.ask(name, () => askIdentity(reading, one));
      const ways = notWithin(told, all);
      for (const way of ways) await this.addIdentityWay(reading, identities, way);
      if (ways.length === 0) continue;
      for (const identity of identities) if (this.isOwnRole(identity, target)) goals.add(identity);
    }
    return goals;
  }

  private async addIdentityWay(
    reading: Reading,
    identities: IdentityDocuments[],
    way: FoundWay,
  ): Promise<void> {
    const { arn } = reading.target.of;
    const conditions = conditionsOfIdentity(way.traits);
    const by = this.rightsIn(way);
    const [{ arn: first } = { arn: "" }] = identities;
    const why = new Map<string, Why>();
    for (const one of identities) why.set(one.arn, await this.explain(reading, one.arn));
    const names = grouped([...why.keys()], (name) => [JSON.stringify(why.get(name))]);
    for (const same of names.values()) {
      this.groups.add(arn, {
        access: accountOf(first) === accountOf(arn) ? "internal" : "external",
        kind: first.includes(":user/") ? "user" : "role",
        names: same,
        conditions,
        by,
        request: way.request,
        ...(why.get(same[0] as string) as Why),
      });
    }
  }

  /** Adds everyone else who reads. Returns their ways. */
  private async addOthers(reading: Reading, candidates: IdentityDocuments[]): Promise<FoundWay[]> {
    const { deployment, options } = this;
    const { target } = reading;
    const { arn } = target.of;
    const named = new Set([
      ...deployment.administrators,
      ...(target.kind === "secret" ? [target.of.rotation?.role ?? ""] : []),
    ]);
    const known = this.identities.filter((one) => named.has(one.arn));
    const unread = deployment.administrators.filter(
      (one) =>
        !findByArn(this.identities, one) && isAdministratorOf(deployment, accountOf(arn), one),
    );
    const foreign = candidates.filter((one) => accountOf(one.arn) !== accountOf(arn));
    const asked = options.areIdentitiesWhole
      ? [...foreign]
      : [...candidates, ...known, ...unread.map((one) => ({ arn: one }))];
    const names = asked.map((one) => one.arn).join();
    const ways = await this.ask(`others than ${names} ${this.alike.targetKey(target)}`, () =>
      askOthers(reading, asked, options.areIdentitiesWhole ?? false),
    );
    for (const way of ways) {
      const { conditions, who } = sayTraits(way.traits);
      const isOpen = who.kind === "anyone" && !conditions.some(keepsOut);
      const own = { kind: "account" as const, names: [accountOf(arn)], except: who.except };
      const found = way.isOwn && who.kind === "anyone" ? own : who;
      const isWithin = found.names.length > 0 && found.names.every((name) => isOf(name, arn));
      this.groups.add(arn, {
        access: way.isOwn || isWithin ? "internal" : isOpen ? "public" : "external",
        who: found,
        conditions,
        by: this.groundsOf(way),
        request: way.request,
        ...(await this.explain(reading, ...found.names)),
      });
    }
    return ways;
  }

  /** Adds those from outside the account who assume one of the reading roles. */
  private async addChains(
    reading: Reading,
    goals: ReadonlySet<RoleDocuments>,
    told: FoundWay[],
  ): Promise<void> {
    for (const entrance of this.outside.entrances) {
      try {
        for (const chain of this.outside.chainsTo(goals, entrance)) {
          const arns = chain.map(({ arn }) => arn);
          const last = chain.at(-1) as RoleDocuments;
          const name = `chain ${arns.join()} ${this.alike.targetKey(reading.target, last)}`;
          const ways = await this.ask(name, () => askChain(reading, chain));
          for (const way of notWithin(told, ways)) await this.addChainWay(reading, arns, way);
          if (ways.length > 0) break;
        }
      } catch (error) {
        if (!(error instanceof TooHard)) throw error;
        this.reason ??= error.message;
      }
    }
  }

  private async addChainWay(reading: Reading, through: string[], way: FoundWay): Promise<void> {
    const { target } = reading;
    const { conditions, who } = sayChain(way.traits);
    const { explanation } = await this.explain(reading, through.at(-1) as string);
    const isDeclaredEntry = explanation?.as === "administrator";
    const isOpen = who.kind === "anyone" && !conditions.some(keepsOut);
    this.groups.add(target.of.arn, {
      access: isOpen ? "public" : "external",
      who,
      conditions,
      by: this.rightsIn({ decisions: way.decisions.slice(1) }),
      through,
      request: way.request,
      explanation: isDeclaredEntry
        ? explanation
        : explanationOf(this.deployment, target, ...who.names),
    });
  }

  private async explain(reading: Reading, ...arns: string[]): Promise<Why> {
    const why = await this.explanations.of(reading, arns);
    this.reason ??= why.reason;
    return why;
  }

  /** The result for a similar read, or a new one. */
  private async ask(name: string, find: () => Promise<AskedWays>): Promise<FoundWay[]> {
    const known = this.asked.get(name) ?? (await find());
    this.asked.set(name, known);
    this.reason ??= known.reason;
    return known.ways;
  }

  private groundsOf({ decisions }: Pick<FoundWay, "decisions">) {
    return groundsOf(decisions, this.deployment.documents, this.nameOf);
  }

  /**
   * The policies that let a role or user of the account read. The key decides which of them may not, unless it lets them in with
   * a grant.
   */
  private rightsIn(way: Pick<FoundWay, "decisions">) {
    return this.groundsOf(way).filter(
      ({ document }, index) => index === 0 || document === GRANT_OF_KEY,
    );
  }

  private isOwnRole(
    identity: IdentityDocuments,
    { of: { arn } }: ReadTarget,
  ): identity is RoleDocuments {
    return identity.arn.includes(":role/") && accountOf(identity.arn) === accountOf(arn);
  }
}

/** The ways that none of the reported ones covers: a covered way has all of its traits and more. */
function notWithin(told: FoundWay[], ways: FoundWay[]): FoundWay[] {
  const known = told.map(({ traits }) => traits.map((trait) => JSON.stringify(trait)));
  return ways.filter(({ traits }) => {
    const own = new Set(traits.map((trait) => JSON.stringify(trait)));
    return !known.some((all) => all.every((trait) => own.has(trait)));
  });
}

/** Whether the name is that of an account or of one of its principals. */
function isOf(name: string, arn: string): boolean {
  const account = accountOf(arn);
  return name === account || accountOf(name) === account;
}
