import { FileError } from "../terminal/errors";
import { placesInJson, type TextPlace } from "./json-text";

/** The most problems that are reported for one file. */
const MOST_PROBLEMS = 100;

export type Path = readonly PropertyKey[];

export interface PathProblem {
  path: Path;
  message: string;
}

/** An error with the problems and their places; with the first ones if there are very many. */
export function fileError(
  file: string,
  text: string,
  problems: PathProblem[],
  levels?: number,
): FileError {
  const first = problems.slice(0, MOST_PROBLEMS);
  const paths = first.map(({ path }) => path);
  const places = placesInJson(text, paths, levels);
  return new FileError(
    first.map(({ message, path }, index) => ({
      file,
      ...(places[index] as TextPlace),
      path: pathText(path),
      message,
    })),
  );
}

/** The kinds of values, in words. */
export const kinds: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

/** A path for errors. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : `${text}${text && "."}${String(key)}`,
    "",
  );
}
