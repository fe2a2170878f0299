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

/** AWS ends a secret's name in a hyphen and six characters. */
const SECRET_NAMES = [[...someSteps, ...text("-"), ...characters(6, LETTERS_AND_DIGITS)]];

/** AWS calls a key by a UUID, or where it may have replicas by `mrk-` and as many digits. */
const KEY_NAMES = [
  [8, 4, 4, 4, 12].flatMap((count, index) => [
    ...(index > 0 ? text("-") : []),
    ...characters(count, HEX),
  ]),
  [...text("mrk-"), ...characters(32, HEX)],
];

/** By service, what its actions act on: how that begins, one of it, and the names that AWS gives, where they are of a form. */
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

/** Actions that act on nothing in particular. */
const ON_NOTHING = [
  "secretsmanager:batchgetsecretvalue",
  "secretsmanager:listsecrets",
  "sts:getcalleridentity",
];

/** Resources that people recognise, of one account and region: such as the patterns name, and others. */
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

/** A name that the pattern takes in, of the form that the service gives. */
function nameIn(pattern: string, service: string | undefined): string {
  if (service === "kms" && pattern === "key/*") return "key/99999999-9999-9999-9999-999999999999";
  if (service === "kms" && pattern === "key/mrk-*") return `key/mrk-${"9".repeat(32)}`;
  const ending = service === "secretsmanager" ? "another-AbCdEf" : "another";
  return pattern.replace(/\*$/, ending).replaceAll("*", "another").replaceAll("?", "x");
}

/** Says that an action goes with its resource, as far as is known here: what a counterexample shows if it can. */
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
    // The usual form first: of two, the search would take either.
    fits((service) => RESOURCES[service]?.names?.slice(0, 1) ?? anyName),
    fits((service) => RESOURCES[service]?.names ?? anyName),
    fits(() => anyName),
    iff(isEverything, or(isOnNothing, not(isListed))),
    isListed,
    isOf("secretsmanager"),
    not(isEverything),
  ];
}

/** Accepts ARNs of the example's service, with a region and account where it has them, and with such a name. */
function like(example: string, name: PatternStep[]): TextPattern {
  const [, , service = "", ...places] = example.split(":");
  const [region = [], account = []] = places.map((place) => (place ? someSteps : []));
  return arnPattern([text("arn"), anySteps, text(service), region, account, name]);
}
