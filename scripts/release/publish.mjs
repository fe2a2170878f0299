// `node scripts/release/publish.mjs npm|github|nuget|maven|go|image [--dry-run]`: sends what the release has made to one registry, but what the
// registry has already: a release that failed half way can be run again. With --dry-run it asks no registry and sends nothing: it
// prints the commands.
const [registry, mode] = process.argv.slice(2);
const { releases } = await import(`./registries/${registry}.mjs`);

for (const { name, command, isPublished, send } of releases()) {
  if (mode === "--dry-run") {
    console.log(command);
  } else if (await isPublished()) {
    console.log(`${name} was published before`);
  } else {
    send();
    console.log(`${name} is published`);
  }
}
