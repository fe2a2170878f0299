import { parseArn, type ResolvedReader } from "eks-pod-secrets/grant";

/** The most names of one kind that are looked at: a text may be a whole day's log. */
const MOST = 5_000;

const NAME = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";

/** A namespace and something in it, as in events, logs and `system:serviceaccount:…`. */
const PLACED = new RegExp(`(?<![\\w.-])(?=(${NAME})[/:](${NAME})(?![\\w]))`, "g");

/** Members of an object in `kubectl describe`, YAML and JSON. */
const MEMBERS = new RegExp(
  `(namespace|name|service[ -]?account(?:name)?|secretproviderclass)"?\\s{0,40}[:=]\\s{0,40}"?(${NAME})`,
  "gi",
);

const ROLE = /:(\d{12}):(?:assumed-role|role)\/([\w+=,.@/-]{1,600})/g;

/**
 * The readers that a text names: by their role, otherwise by their namespace together with their service account,
 * SecretProviderClass or a pod of their Deployment, otherwise by their namespace alone. Nothing of the text is repeated.
 */
export function readersInText(
  given: string,
  readers: readonly ResolvedReader[],
): readonly ResolvedReader[] {
  // JSON in JSON has its quotes escaped, however often.
  const text = given.replaceAll("\\", "");
  const roles = new Set<string>();
  for (const [, account = "", path = ""] of text.matchAll(ROLE)) {
    if (roles.size < MOST) for (const name of path.split("/")) roles.add(`${account} ${name}`);
  }
  const byRole = readers.filter(({ role }) => roles.has(accountAndName(role.arn)));
  if (byRole.length > 0) return byRole;
  const placed = placedIn(text);
  const inNamespaces = readers.filter(({ namespace }) => placed.has(namespace));
  const named = inNamespaces.filter((one) => isPlaced(one, placed.get(one.namespace) ?? []));
  return named.length > 0 ? named : inNamespaces;
}

function isPlaced(
  { deployment, id, secretProviderClass, serviceAccount }: ResolvedReader,
  names: Iterable<string>,
): boolean {
  return [...names].some(
    (name) =>
      name === serviceAccount ||
      name === secretProviderClass ||
      (deployment !== undefined && name.startsWith(`${id}-`)),
  );
}

/** Names, by the namespace that the text gives for them. */
function placedIn(text: string): Map<string, Set<string>> {
  const placed = new Map<string, Set<string>>();
  const add = (namespace: string, name: string) => {
    const names = placed.get(namespace) ?? new Set();
    if (names.size < MOST) placed.set(namespace, names.add(name));
  };
  for (const [, namespace = "", name = ""] of text.matchAll(PLACED)) add(namespace, name);
  const members = { namespaces: new Set<string>(), others: new Set<string>() };
  for (const [, kind = "", name = ""] of text.matchAll(MEMBERS)) {
    const of = /^namespace$/i.test(kind) ? members.namespaces : members.others;
    if (of.size < 100) of.add(name);
  }
  for (const namespace of members.namespaces) {
    for (const name of members.others) add(namespace, name);
  }
  return placed;
}

function accountAndName(role: string): string {
  const { account = "", resource = "" } = parseArn(role) ?? {};
  return `${account} ${resource.split("/").at(-1)}`;
}
