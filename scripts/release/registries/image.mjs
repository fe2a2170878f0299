import { checkout, readManifest } from "../../packages.mjs";
import { run } from "../run.mjs";

/** The image of the command on GitHub's registry: it is built, tried on the inventory of the checkout, and only then sent. */
export function releases() {
  const { version } = readManifest("package.json");
  const repository = (process.env.GITHUB_REPOSITORY ?? "OWNER/NAME").toLowerCase();
  const image = `ghcr.io/${repository}:v${version}`;
  const inContainer = ["run", "--rm", "--volume", `${checkout}:/landing-zone:ro`, image];
  const steps = [
    ["build", "--tag", image, "."],
    [...inContainer, "--version"],
    [...inContainer, "check"],
    ["push", image],
  ];
  return [
    {
      name: image,
      command: steps.map((args) => ["docker", ...args].join(" ")).join("\n"),
      // Sent once more: the tag then names an image of the same packages.
      isPublished: () => false,
      send: () => {
        for (const args of steps) run("docker", args, { cwd: checkout });
      },
    },
  ];
}
