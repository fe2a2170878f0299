/**
 * A unique name for each item: the first of its forms, which get longer, that no other item shares. It gets a number if an
 * earlier item has that name in another form.
 */
export function ownNames<Item>(
  items: readonly Item[],
  forms: readonly ((item: Item) => string)[],
): Map<Item, string> {
  const texts = forms.map((form) => items.map(form));
  const taken = new Set(["__proto__"]); // An inventory takes no such key.
  const named = items.map((item, index): [Item, string] => {
    const own = texts.find((all) => all.filter((one) => one === all[index]).length === 1);
    const form = (own ?? texts.at(-1))?.[index] ?? "";
    let name = form;
    for (let count = 2; taken.has(name); count++) name = `${form.slice(0, 58)}-${count}`;
    taken.add(name);
    return [item, name];
  });
  return new Map(named);
}
