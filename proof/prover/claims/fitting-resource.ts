import { and, type Formula, iff, implies, not, or } from "../solver/formula";
import {
  anySteps,
  arnPattern,
  type PatternStep,
  someText,
  stepsPattern,
  type TextPattern,
  textSteps,
} from "../texts/text-pattern";
import type { TextValue } from "../texts/text-value";
import { equalsText } from "../texts/text-value";

const someSteps: PatternStep[] = someText.steps;

const text = (constant: string) => textSteps(constant, false);

function characters(count: number, choice: string): PatternStep[] {
  return Array.from({ length: count }, () => ({
    class: { kind: "oneOf" as const, characters: choice },
    many: false,
  }));
}

const HEX = "0123456789abcdef";
const LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** AWS appends a hyphen and six characters to a secret's name. */
const SECRET_NAMES = [[...someSteps, ...text("-"), ...characters(6, LETTERS_AND_DIGITS)]];

/** A key's id is a UUID or, if the key can have replicas, `mrk-` and as many digits. */
const KEY_NAMES = [
  [8, 4, 4, 4, 12].flatMap((count, index) => [
    ...(index > 0 ? text("-") : []),
    ...characters(count, HEX),
  ]),
  [...text("mrk-"), ...characters(32, HEX)],
];

/** The resources of each service: how their ARNs begin, an example, and the form of the names that AWS assigns, if any. */
const RESOURCES: Record<string, { start: string; example: string; names?: PatternStep[][] }> = {
  secretsmanager: {
    start: "secret:",
    example: "arn:aws:secretsmanager:REGION:ACCOUNT:secret:another-AbCdEf",
    names: SECRET_NAMES,
  },
  kms: {
    start: "key/",
    example: "arn:aws:kms:REGION:ACCOUNT:key/99999999-9999-9999-9999-999999999999",
    names: KEY_NAMES,
  },
  sts: { start: "role/", example: "arn:aws:iam::ACCOUNT:role/another-role" },
  iam: { start: "role/", example: "arn:aws:iam::ACCOUNT:role/another-role" },
  ssm: {
    start: "parameter/",
    example: "arn:aws:ssm:REGION:ACCOUNT:parameter/another",
  },
  s3: { start: "", example: "arn:aws:s3:::another-bucket/object" },
  dynamodb: {
    start: "table/",
    example: "arn:aws:dynamodb:REGION:ACCOUNT:table/another",
  },
  sqs: { start: "", example: "arn:aws:sqs:REGION:ACCOUNT:another" },
};

/** Actions without a particular resource. */
const ON_NOTHING = [
  "secretsmanager:batchgetsecretvalue",
  "secretsmanager:listsecrets",
  "sts:getcalleridentity",
];

/** Recognizable resources of one account and region: ones that the patterns name, and others. */
export function exampleResources(patterns: string[], account: string, region: string): string[] {
  const named = patterns.map((one) => {
    const [arn, partition, service, where = "*", whose = "*", ...rest] = one.split(":");
    const [place, owner] = [where === "*" ? region : where, whose === "*" ? account : whose];
    const name = nameIn(rest.length === 0 ? "*" : rest.join(":"), service);
    return [arn, partition, service, place, owner, name].join(":");
  });
  const others = Object.values(RESOURCES).map(({ example }) =>
    example.replace("ACCOUNT", account).replace("REGION", region),
  );
  return [...named, ...others];
}

/** A name that matches the pattern and has the service's form. */
function nameIn(pattern: string, service: string | undefined): string {
  if (service === "kms" && pattern === "key/*") return "key/99999999-9999-9999-9999-999999999999";
  if (service === "kms" && pattern === "key/mrk-*") return `key/mrk-${"9".repeat(32)}`;
  const ending = service === "secretsmanager" ? "another-AbCdEf" : "another";
  return pattern.replace(/\*$/, ending).replaceAll("*", "another").replaceAll("?", "x");
}

/** The action fits its resource, as far as is known here. Counterexamples show this if they can. */
export function fittingResource(action: TextValue, resource: TextValue): Formula[] {
  const isEverything = equalsText(resource, "*");
  const isOnNothing = equalsText(action, ...ON_NOTHING);
  const isOf = (service: string) =>
    action.matches(stepsPattern([...text(`${service}:`), ...anySteps]));
  const services = Object.entries(RESOURCES);
  const isListed = or(...services.map(([service]) => isOf(service)));
  const fits = (namesOf: (service: string) => PatternStep[][]) =>
    and(
      ...services.map(([service, { example, start }]) =>
        implies(
          isOf(service),
          or(
            isEverything,
            ...namesOf(service).map((name) =>
              resource.matches(like(example, [...text(start), ...name])),
            ),
          ),
        ),
      ),
    );
  const anyName = [someSteps];
  return [
    // The usual form first, because the search could pick either of two.
    fits((service) => RESOURCES[service]?.names?.slice(0, 1) ?? anyName),
    fits((service) => RESOURCES[service]?.names ?? anyName),
    fits(() => anyName),
    iff(isEverything, or(isOnNothing, not(isListed))),
    isListed,
    isOf("secretsmanager"),
    not(isEverything),
  ];
}

/** Accepts ARNs of the example's service, with a region and account if it has them, and with such a name. */
function like(example: string, name: PatternStep[]): TextPattern {
  const [, , service = "", ...places] = example.split(":");
  const [region = [], account = []] = places.map((place) => (place ? someSteps : []));
  return arnPattern([text("arn"), anySteps, text(service), region, account, name]);
}
