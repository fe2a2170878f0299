import { InvalidArgumentError, Option } from "commander";

/** Without MINUTES: by default the driver looks for new values every two minutes. */
const MINUTES = 5;

/** The option to wait until no pod has an old value. */
export function waitOption(): Option {
  return new Option(
    "--wait [MINUTES]",
    `wait until no pod has an old value, at most so long (${MINUTES} minutes)`,
  )
    .preset(MINUTES)
    .argParser(minutes);
}

function minutes(text: string): number {
  const given = Number(text);
  if (given > 0 && given <= 1440) return given;
  throw new InvalidArgumentError("it must be a number of minutes, more than 0 and at most 1440.");
}
