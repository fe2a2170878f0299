import type { Input } from "../../operations/input/input";

/** An input whose `member` is a list: EC2 sends `member.1`, `member.2` and so on. */
export function numbered(input: Input, member: string): Input {
  return input.inside({ [member]: Object.values(Object(input.members[member])) });
}
