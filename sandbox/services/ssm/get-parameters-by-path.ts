import {
  booleanMember,
  IDENTIFIER,
  optionalInteger,
  optionalString,
  requiredString,
} from "../../operations/input/member";
import { page } from "../../operations/paging/page";
import type { Operation } from "../../wire/messages/operation";
import { authoriseParameter } from "./authorise-parameter";
import { show } from "./get-parameters";
import { matchingParameters } from "./parameter-filters";
import { bareName, readParameterName } from "./parameter-name";
import type { SsmContext } from "./ssm-context";

/** `GetParametersByPath`: what lies directly below a path, or with `Recursive` anywhere below it. */
export function getParametersByPath(context: SsmContext): Operation {
  return (call, input) => {
    const path = requiredString(input, "Path", { ...IDENTIFIER, pattern: /^\/[A-Za-z0-9_.\-/]*$/ });
    const recursive = booleanMember(input, "Recursive");
    const decrypt = booleanMember(input, "WithDecryption");
    const directory = `${path.replace(/\/+$/, "")}/`;
    const { arn } = readParameterName(call, path);
    authoriseParameter(
      context,
      call,
      "GetParametersByPath",
      { given: path, arn },
      { "ssm:Recursive": String(recursive) },
    );
    const below = matchingParameters(context, call, input).filter(({ name }) => {
      const full = `/${bareName(name)}`;
      const rest = full.slice(directory.length);
      return full.startsWith(directory) && (recursive || !rest.includes("/"));
    });
    const shown = page(
      below,
      ({ name }) => bareName(name),
      optionalInteger(input, "MaxResults", { min: 1, max: 10 }) ?? 10,
      optionalString(input, "NextToken"),
    );
    return {
      Parameters: shown.items.map((parameter) => show(context, call, parameter, {}, decrypt)),
      ...(shown.next !== undefined && { NextToken: shown.next }),
    };
  };
}
