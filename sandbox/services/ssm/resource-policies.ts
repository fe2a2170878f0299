import { IDENTIFIER } from "../../operations/input/input";
import { resourceNotFound } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import { readParameterName } from "./parameter-name";

/** The resource policies of a parameter: none, as the sandbox shares no parameter. */
export function getResourcePolicies(request: EncryptingRequest) {
  const { call, input } = request;
  const name = readParameterName(call, input.text("ResourceArn", IDENTIFIER));
  if (!authoriseParameter(request, name))
    throw resourceNotFound(`There is no parameter ${name.arn}.`);
  const { items, more } = cutPage([], input, PAGES.ssm, 50);
  return { Policies: items, ...more };
}
