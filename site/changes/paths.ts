import { parse, stringify } from "yaml";
import { type ChangeKind, sessionOf } from "../../proof";
import * as clusters from "../../tests/cli/changes/planted/world";
import * as accounts from "../../tests/proof/changes/world";
import { type Asked, commandName, commandsOf, typed } from "./aws-cli";
import { ALL_KINDS, WAYS, wayOf } from "./examples";
import { eventsOf, textsOf } from "./texts";

/** One set of calls that makes a change of a kind. */
interface Path {
  kind: ChangeKind;
  /** Calls to AWS. Empty if the change only calls Kubernetes. */
  calls: Asked[];
  /** Rights that the calls need, under the names that the files use. */
  permissions: { permission: string; resource: string }[];
}

/** The first number of an ID. pathfinding.cloud's own files have lower numbers, so no ID is used twice. */
const FIRST = 501;

const PASS = "iam:PassRole";

/** The files of the catalogue, by their names. `known` has the texts of the present files, which keep their IDs. */
export function pathFiles(known: readonly string[]): Record<string, string> {
  const ids = new Map(known.map((text) => [nameIn(text), String(parse(text).id)]));
  const taken = new Set(ids.values());
  const nextOf = (service: string) => {
    let number = FIRST;
    while (taken.has(`${service}-${number}`)) number++;
    taken.add(`${service}-${number}`);
    return `${service}-${number}`;
  };
  const files = allPaths().map((path) => {
    const name = path.permissions.map(({ permission }) => permission).join(" + ");
    const [main] = path.permissions.filter(({ permission }) => permission !== PASS);
    const [service = ""] = (main?.permission ?? PASS).split(":");
    const id = ids.get(`${path.kind.id} ${name}`) ?? nextOf(service.replaceAll("-", ""));
    return [
      `${id}.yaml`,
      `# kind: ${path.kind.id}\n${stringify(fields(path, id, name), { lineWidth: 0 })}`,
    ];
  });
  return Object.fromEntries(files);
}

function nameIn(text: string): string {
  return `${/^# kind: (.*)$/m.exec(text)?.[1]} ${parse(text).name}`;
}

function fields({ calls, kind, permissions }: Path, id: string, name: string): object {
  const texts = textsOf(kind);
  const events =
    calls.length > 0 ? eventsOf(calls.map(({ request }) => request.action)) : texts.events;
  const steps = calls.flatMap(stepsOf).map((step, at) => ({ step: at + 1, ...step }));
  return {
    ...{ id, name, status: "draft" },
    category: categoryOf(
      kind,
      permissions.some(({ permission }) => permission === PASS),
    ),
    services: [...new Set(permissions.map(({ permission }) => permission.split(":")[0]))],
    permissions: {
      required: permissions.map(({ permission, resource }) => ({
        permission,
        resourceConstraints: `On what is changed or used, for example ${resource}`,
      })),
    },
    description: `${kind.title}. ${texts.prerequisites}`,
    prerequisites: { lateral: [texts.prerequisites] },
    ...(steps.length > 0 && { exploitationSteps: { awscli: steps } }),
    recommendation: `${texts.fix}\n\nAlarm on these events:\n${[...new Set(events)].map((one) => `- ${one}\n`).join("")}`,
    references: texts.pages.map((url) => ({ title: titleOf(url), url })),
  };
}

function stepsOf(asked: Asked): { command: string; description: string }[] {
  const { action, resource } = asked.request;
  const description = `${action} on ${resource}`;
  const commands = commandsOf(asked)?.map(typed);
  if (commands) return commands.map((command) => ({ command, description }));
  const command = typed(commandName(action));
  return [{ command, description: `${description}; its other arguments are up to the caller` }];
}

/** Kinds that give somebody more rights. */
const WIDENING = [
  "put-inline-policy",
  "attach-policy",
  "write-policy-version",
  "remove-denial",
  "lift-boundary",
  "tag-identity",
  "join-group",
  "escalate-role",
  "bind-role",
];

function categoryOf({ gives, id }: ChangeKind, passesRole: boolean): string {
  if (WIDENING.includes(id)) return "self-escalation";
  if (gives === "opens") return "credential-access";
  if (passesRole) return "new-passrole";
  return id === "change-code" || id.startsWith("change-node")
    ? "existing-passrole"
    : "principal-access";
}

function titleOf(url: string): string {
  const { hash, hostname, pathname } = new URL(url);
  const last = pathname.split("/").filter(Boolean).at(-1) ?? "";
  return `${hostname}: ${hash.slice(1) || last.replace(/\.html$/, "")}`;
}

/** All sets of calls of all kinds. First come those of the planted ways, then those of an attacker who may do everything. */
function allPaths(): Path[] {
  const found = new Map<string, Path>();
  const add = (path: Path) => {
    const name = [path.kind.id, ...path.permissions.map(({ permission }) => permission)].join();
    // What other calls give that hand over a role is only supposed.
    const { actions, id } = path.kind;
    const isSupposed =
      id === "pass-role" && path.calls.some(({ request }) => !actions.includes(request.action));
    if (path.permissions.length > 0 && !isSupposed && !found.has(name)) found.set(name, path);
  };
  for (const example of WAYS) {
    const world = example.world();
    for (const { calls, kind } of wayOf(example)?.steps ?? []) {
      const asked = calls.flatMap((call) =>
        "request" in call && call.request.principal.kind !== "service"
          ? [{ request: call.request, world }]
          : [],
      );
      const attempts = calls.flatMap((call) => ("request" in call ? [] : attemptOf(call.other)));
      add(pathOf(kind, asked, kind.actions.some((one) => one.includes(":")) ? [] : attempts));
    }
  }
  for (const world of [generous(), clusters.worldOf({ title: "", calls: [clusters.allow("*")] })]) {
    const attacker = sessionOf(accounts.ATTACKER);
    for (const kind of ALL_KINDS) {
      for (const { calls } of kind.changesBy(world, attacker)) {
        const asked = calls.flatMap((call) => {
          if (!("aws" in call) || call.aws.by || !attacker.principal) return [];
          return [{ request: { ...call.aws, principal: attacker.principal }, world }];
        });
        add(pathOf(kind, asked, []));
      }
    }
  }
  const order = new Map(ALL_KINDS.map(({ id }, at) => [id, at]));
  return [...found.values()].sort(
    (one, other) => (order.get(one.kind.id) ?? 0) - (order.get(other.kind.id) ?? 0),
  );
}

function pathOf(kind: ChangeKind, calls: Asked[], attempts: Path["permissions"]): Path {
  const ofAws = calls.map(({ request: { action, resource } }) => ({
    permission: action,
    resource,
  }));
  const unique = new Map([...ofAws, ...attempts].map((one) => [one.permission, one]));
  return { kind, calls, permissions: [...unique.values()] };
}

/** Reads what a call does in Kubernetes from its text, such as `create pods in orders, as …`. */
function attemptOf(text: string): Path["permissions"] {
  const [, verb, resource, where] = /^([a-z]+) ([a-z0-9./-]+)(?: (.*?))?, as /.exec(text) ?? [];
  if (!verb) return [];
  return [
    {
      permission: `kubernetes:${verb} ${resource}`,
      resource: `${resource} ${where ?? "in all namespaces"}`,
    },
  ];
}

/** Accounts with something of every kind, in which the attacker may do everything. */
function generous() {
  const { allow, deny, policy } = accounts;
  const limits = { permissionsBoundary: policy(allow("iam:*")), tags: { team: "red" } };
  const denying = { policies: [policy(deny("s3:*"))] };
  const world = accounts.worldOf([
    accounts.may(allow("*")),
    accounts.withUser(accounts.PERSON, { ...limits, ...denying }),
    accounts.withRole(accounts.BUILDER, { ...limits, ...denying, trust: accounts.trusts("*") }),
    accounts.withDocuments({ groups: [{ arn: accounts.ADMINS, ...denying }] }),
    accounts.withKey(accounts.KEY, { disabled: true }),
    accounts.withMore({ deleted: [accounts.OPEN] }),
    accounts.controls(accounts.A, deny("s3:*")),
  ]);
  const { compute: _, managedPolicies: __, ...unread } = world;
  return unread;
}
