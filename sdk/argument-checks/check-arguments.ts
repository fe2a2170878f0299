import * as pulumi from "@pulumi/pulumi";
import { ManifestError } from "../manifest/file-name";
import { PolicyBudgetError, policyBudgets } from "../policy/budget";
import { formatPath, type Problem, problemIf, sentence } from "../rules/problem";
import { endRun, reject } from "./refusal";
import { type ComponentName, shapeProblems } from "./shape";
import { given, hasLater, type Known, known, parentOf, settled, toldBy } from "./whole";

/** The rules of a component: the problems in the known part of its arguments. */
type Rules<A> = (known: Known<A>, given: A) => Problem[];

/**
 * Returns a component's arguments after checking them, without those that are null. A wrong argument throws before the component is
 * registered, in an error that names the component and every property. Outputs are checked once all of them have settled. If one is
 * wrong, the run ends, and neither the component nor any of its children is registered.
 */
export function checkedArguments<A extends object>(
  component: ComponentName,
  name: string,
  args: A,
  { parent }: pulumi.ComponentResourceOptions = {},
  rules: Rules<A>,
): A {
  const early = given(args ?? {}) as A;
  const problems = problemsOf(component, early, rules);
  if (problems.length > 0) {
    throw new pulumi.InputPropertiesError({
      message: `${component} ${name}: ${inShort(problems)}`,
      errors: problems.map((problem) => ({
        propertyPath: formatPath(problem.path),
        reason: sentence(problem),
      })),
    });
  }
  if (!hasLater(early)) return early;
  const passed = checkLate(component, early, rules).then((reason) => {
    if (reason === undefined) return;
    return endRun(`${component}.${name}`, toldBy(component, name, parent, reason), parent);
  });
  const gate = pulumi.output(passed);
  return given(early, (late) =>
    gate.apply(() => pulumi.output(late as pulumi.Input<object>)).apply((value) => given(value)),
  ) as A;
}

/** Why late arguments are refused; undefined where they are right. */
async function checkLate<A extends object>(
  component: ComponentName,
  args: A,
  rules: Rules<A>,
): Promise<string | undefined> {
  try {
    const values = await Promise.all(Object.entries(args).map(settledArgument));
    const problems = problemsOf(component, given(Object.fromEntries(values)) as A, rules);
    const [first] = problems;
    if (!first || !(await pulumi.isSecret(pulumi.output(args)))) return inShort(problems);
    return `${formatPath(first.path)} is refused; an argument is secret, so the reason is not shown`;
  } catch (error) {
    return (error as Error).message;
  }
}

async function settledArgument([argument, value]: [string, unknown]): Promise<[string, unknown]> {
  try {
    return [argument, await settled(value)];
  } catch (error) {
    throw new Error(`${argument} has no value: ${error instanceof Error ? error.message : error}`);
  }
}

/** Applies the rules, but only to arguments of the right shape. */
function problemsOf<A extends object>(
  component: ComponentName,
  args: A,
  rules: Rules<A>,
): Problem[] {
  const found = known(args);
  const misshapen = shapeProblems(component, found);
  return misshapen.length > 0 ? misshapen : rules(found, args);
}

/** The first problem, and how many more there are; undefined where there is none. */
function inShort([first, ...others]: Problem[]): string | undefined {
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return first && `${sentence(first)}${more}`;
}

/**
 * A value computed from a component's arguments as soon as they are known. If the computation refuses them, the run ends with the
 * component's name and the reason. If an argument is secret, it names only the property.
 */
export function computed<A, R>(
  component: pulumi.ComponentResource,
  name: string,
  args: A,
  compute: (known: pulumi.Unwrap<A>) => R,
): pulumi.Output<R> {
  const output = pulumi.output(args);
  return output.apply((known): R | Promise<R> => {
    try {
      return compute(known);
    } catch (error) {
      return refusal(component, name, error, output);
    }
  }) as pulumi.Output<R>;
}

async function refusal(
  component: pulumi.ComponentResource,
  name: string,
  error: unknown,
  args: pulumi.Output<unknown>,
): Promise<never> {
  const property = refusedProperty(error);
  if (property === undefined) throw error;
  const reason = (await pulumi.isSecret(args))
    ? `${property} is refused; an argument is secret, so the reason is not shown`
    : (error as Error).message;
  const kind = component.constructor.name;
  const told = toldBy(kind, name, parentOf(component), reason);
  return endRun(`${kind}.${name}.${property}`, told, component);
}

/** The refused property; undefined when the error does not come from a check. */
function refusedProperty(error: unknown): string | undefined {
  if (pulumi.InputPropertyError.isInstance(error)) return error.propertyPath;
  if (error instanceof ManifestError) return formatPath(error.problem.path);
  if (error instanceof PolicyBudgetError) return policyBudgets[error.kind].title;
  return undefined;
}

/** The ARN that AWS assigned to a resource of this type: an output of the component. Mocks assign one only if they are told to. */
export function assigned(
  component: pulumi.ComponentResource,
  name: string,
  output: string,
  type: string,
  arn: pulumi.Output<string>,
): pulumi.Output<string> {
  return computed(component, name, arn, (known) => {
    const says = `is undefined, because ${type} has no arn; let the mocks return one, as docs/reference/programs.md shows`;
    if (!known) reject(problemIf([output], says));
    return known;
  });
}
