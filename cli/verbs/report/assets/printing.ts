/** Takes the links out of the table while it is printed: paper has no use for them, and thousands take a printer seconds. */
export function startPrinting(): void {
  const links = new Map<Element, string>();
  addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll("#access a")) {
      links.set(link, link.getAttribute("href") ?? "");
      link.removeAttribute("href");
    }
  });
  addEventListener("afterprint", () => {
    for (const [link, address] of links) link.setAttribute("href", address);
    links.clear();
  });
}
