import { and, type Formula, iff, implies, not, or } from "../solver/formula";
import {
  anySteps,
  arnPattern,
  constantPattern,
  type PatternStep,
  someText,
  stepsPattern,
  type TextPattern,
  textSteps,
} from "../texts/text-pattern";
import type { TextValue } from "../texts/text-value";

/** By service, what its actions act on: how that begins, and one of it. */
const RESOURCES: Record<string, { start: string; example: string }> = {
  secretsmanager: {
    start: "secret:",
    example: "arn:aws:secretsmanager:REGION:ACCOUNT:secret:another-AbCdEf",
  },
  kms: {
    start: "key/",
    example: "arn:aws:kms:REGION:ACCOUNT:key/99999999-9999-9999-9999-999999999999",
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
    const name = (rest.length === 0 ? "*" : rest.join(":"))
      .replaceAll("*", "another")
      .replaceAll("?", "x");
    return [arn, partition, service, place, owner, name].join(":");
  });
  const others = Object.values(RESOURCES).map(({ example }) =>
    example.replace("ACCOUNT", account).replace("REGION", region),
  );
  return [...named, ...others];
}

/** Says that an action goes with its resource, as far as is known here: what a counterexample shows if it can. */
export function fittingResource(action: TextValue, resource: TextValue): Formula[] {
  const isEverything = resource.matches(constantPattern("*"));
  const isOnNothing = or(...ON_NOTHING.map((name) => action.matches(constantPattern(name))));
  const isOf = (service: string) =>
    action.matches(stepsPattern([...text(`${service}:`), ...anySteps]));
  const services = Object.entries(RESOURCES);
  const isListed = or(...services.map(([service]) => isOf(service)));
  return [
    and(
      ...services.map(([service, { example, start }]) =>
        implies(isOf(service), or(isEverything, resource.matches(like(example, start)))),
      ),
    ),
    iff(isEverything, or(isOnNothing, not(isListed))),
    isListed,
    isOf("secretsmanager"),
    not(isEverything),
  ];
}

/** Accepts ARNs of the example's service, with a region and account where it has them. */
function like(example: string, start: string): TextPattern {
  const [, , service = "", ...places] = example.split(":");
  const [region = [], account = []] = places.map((place) => (place ? someSteps : []));
  return arnPattern([
    text("arn"),
    anySteps,
    text(service),
    region,
    account,
    [...text(start), ...someSteps],
  ]);
}

const someSteps: PatternStep[] = someText.steps;

const text = (constant: string) => textSteps(constant, false);
