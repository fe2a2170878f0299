import { Place } from "./place";
import type { Taking } from "./taking";

/** Takes what is on a list from a text of JSON; also, where its tool hides a value of it. Throws a `FileError`. */
export function takeJson<Value>(
  file: string,
  text: string,
  taking: Taking<Value>,
): { value: Value | undefined; hidden: string[] } {
  const place = new Place(file, text);
  let value: Value | undefined;
  place.whole(() => {
    value = taking(place);
  });
  return { value, hidden: place.hidden };
}
