import {
  type LandingZone,
  parseArn,
  type ResolvedAccount,
  type ResolvedSecret,
} from "eks-pod-secrets/grant";
import { usedAccounts } from "../inventory/used-accounts";
import { type WrittenGuard, writeGuard } from "./guard-policies";
import { guardedCalls } from "./guarded-calls";
import { type Found, protectedIn, protectedTogether, sorted } from "./protected";

/** Control policies for one target of AWS Organizations. */
export interface PlannedGuard {
  /** Id of the account, or of the organizational unit. */
  target: string;
  accounts: ResolvedAccount[];
  /** ARNs of the principals that it does not bind. */
  exempt: string[];
  /** The guard as it is in force in each of the accounts. */
  guards: WrittenGuard[];
}

export interface GuardOptions {
  /** ARNs of further principals that may change what is protected. */
  named: readonly string[];
  /** Id of the organizational unit with all accounts. Defaults to a guard for each account. */
  unit?: string | undefined;
  /** What was found in the accounts themselves, by their ids. */
  found?: ReadonlyMap<string, Found>;
}

/** The accounts with something to protect that control policies can protect. */
export function guardedAccounts(zone: LandingZone): ResolvedAccount[] {
  return usedAccounts(zone).filter(({ id }) => id !== zone.organization.managementAccount);
}

/** The management account, if it has something to protect: no control policy protects it. */
export function unguardedAccounts(zone: LandingZone): ResolvedAccount[] {
  return usedAccounts(zone).filter(({ id }) => id === zone.organization.managementAccount);
}

/** The guards of an inventory's accounts, those that protect least first. */
export function planGuards(
  zone: LandingZone,
  { found, named, unit }: GuardOptions,
): PlannedGuard[] {
  const all = guardedAccounts(zone).map((account) => ({
    account,
    things: protectedIn(zone, account, named, found?.get(account.id)),
  }));
  const groups = unit === undefined ? all.map((one) => [one]) : all.length > 0 ? [all] : [];
  return groups
    .map((group) => {
      const things = protectedTogether(group.map((one) => one.things));
      const calls = guardedCalls(things);
      const accounts = group.map(({ account }) => account);
      return {
        target: unit ?? accounts.map(({ id }) => id).join(),
        accounts,
        exempt: things.exempt,
        guards: accounts.map(({ id }) => writeGuard(id, calls)),
        size: things.secrets.length + things.parameters.length + things.roles.length,
      };
    })
    .sort((one, other) => one.size - other.size)
    .map(({ size: _, ...guard }) => guard);
}

/** Secrets that a guard would keep from being rotated, because their rotation role is unknown. */
export function unknownRotations({ secrets }: LandingZone): ResolvedSecret[] {
  return secrets.filter(({ rotation }) => rotation && rotation.roleArn === undefined);
}

/** Guarded accounts without a known deployer, which only their administrators could deploy to. */
export function withoutDeployer(zone: LandingZone, named: readonly string[]): ResolvedAccount[] {
  return guardedAccounts(zone).filter(
    ({ deployRole, id }) => !deployRole && !named.some((arn) => parseArn(arn)?.account === id),
  );
}

/** Who and what control policies do not bind, and what does instead. */
export function unboundBy(zone: LandingZone): string[] {
  const { managementAccount } = zone.organization;
  const foreign = zone.externalReaders.map(({ role }) => role.arn);
  const has = (kind: "parameters" | "clusters") => zone[kind].length > 0;
  const rotating = zone.secrets.flatMap(({ rotation }) =>
    rotation?.roleArn && !rotation.schedule ? rotation.roleArn : [],
  );
  return [
    `the management account${managementAccount ? ` ${managementAccount}` : ""}: nothing binds its principals, nor protects what it holds, and it can detach every guard; let few people in, and keep neither secret nor cluster there`,
    "delegated administrators: of AWS Organizations, whom the policy that delegates binds, where their account has no guard; and of AWS Config, whose remediations run as any role that trusts Systems Manager, so none of the exempt should",
    "service-linked roles: only AWS writes their policies and assumes them",
    "services of AWS: they do what they are asked to, and the guard denies the asking",
    "root users of member accounts, which the management account can bring back by AssumeRoot: the guard binds them, as it exempts none",
    "the exempt: whoever may become one of them, or change what runs with its rights, may make every call; their trust policies bind these",
    ...(rotating.length > 0
      ? [
          `roles that rotate by a function that the inventory does not name: whoever may change what runs as ${sorted(rotating).join(", ")} reads what it rotates; rights to the function bind these, and --live looks for ways through it`,
        ]
      : []),
    ...(foreign.length > 0
      ? [
          `roles that others deploy: whoever administers their accounts may become ${foreign.join(", ")}; a guard of an inventory that deploys them binds these`,
        ]
      : []),
    ...(has("clusters")
      ? [
          "whoever may create pods, run commands in them, or make tokens in a readers' cluster, or controls a node of it: Kubernetes's own rights bind them, and the admission policies of --kubernetes",
        ]
      : []),
    ...(has("parameters")
      ? [
          "ssm:GetParametersByPath, which reads what is below a path: of an encrypted parameter the guard denies the decryption; a parameter of type String is open to whoever has that right",
        ]
      : []),
  ];
}
