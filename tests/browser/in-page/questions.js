/**
 * Each arrow that is shown and not dimmed, as `look: from → to`; an end that touches no box is a question mark.
 * @param {string} which selector that the arrows must match as well
 * @returns {string[]}
 */
export function arrowEnds(which) {
  return [...document.querySelectorAll(`figure path.step${which}`)].flatMap((line) => {
    // To ask for a place lays out what is closed.
    const place = line.checkVisibility() && line instanceof SVGPathElement && line.getScreenCTM();
    if (!place) return [];
    if (Number(getComputedStyle(line).opacity) < 1) return [];
    const boxes = [...(line.closest("svg")?.querySelectorAll("a.node rect") ?? [])];
    /**
     * @param {DOMPoint} point
     * @param {"left" | "right"} side
     */
    const nameAt = ({ x, y }, side) => {
      const found = boxes.find((box) => {
        const rect = box.getBoundingClientRect();
        return Math.abs(rect[side] - x) < 2 && y > rect.top && y < rect.bottom;
      });
      const lines = found?.parentElement?.querySelectorAll("text:not(.small, .mark)");
      return lines ? [...lines].map((one) => one.textContent).join("") : "?";
    };
    const start = line.getPointAtLength(0).matrixTransform(place);
    const end = line.getPointAtLength(line.getTotalLength());
    // The head is longer than the line.
    end.x += 7;
    const [look] = line.classList;
    return [`${look}: ${nameAt(start, "right")} → ${nameAt(end.matrixTransform(place), "left")}`];
  });
}

/**
 * Names of accounts, clusters and keys over which an arrow is drawn.
 * @returns {string[]}
 */
export function namesCrossed() {
  const names = [...document.querySelectorAll("figure a:not(.node) text")].map((name) => ({
    text: name.textContent ?? "",
    box: name.getBoundingClientRect(),
  }));
  const crossed = new Set();
  for (const arrow of document.querySelectorAll("figure path.step")) {
    if (!(arrow instanceof SVGPathElement)) continue;
    const place = arrow.getScreenCTM() ?? undefined;
    for (let way = 0; way < arrow.getTotalLength(); way += 4) {
      const { x, y } = arrow.getPointAtLength(way).matrixTransform(place);
      for (const { box, text } of names) {
        if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
        crossed.add(text);
      }
    }
  }
  return [...crossed].map(String);
}

/**
 * What the Tab key must reach: everything in view that can be used.
 * @returns {string[]}
 */
export function usable() {
  const usableOnes = "a[href], button, input, summary, [tabindex='0']";
  return [...document.querySelectorAll(usableOnes)]
    .filter((one) => one.checkVisibility({ contentVisibilityAuto: false }))
    .map((one, index) => {
      one.setAttribute("data-usable", String(index));
      return `${index} ${one.tagName} ${one.textContent?.trim().slice(0, 40)}`;
    });
}

/** Cells of rows that are cards, and that are narrower than their card. */
export function narrowCells() {
  return [...document.querySelectorAll("tbody tr > *")]
    .filter((cell) => cell.clientWidth < (cell.parentElement?.clientWidth ?? 0))
    .map((cell) => cell.outerHTML.slice(0, 80));
}

/**
 * How the cells of a table's first row say what they are of, where rows are cards: their layout, and their labels.
 * @param {string} table
 */
export function cardLabels(table) {
  return [...document.querySelectorAll(`${table} tbody tr:first-child > *`)].map((cell) => {
    const { content } = getComputedStyle(cell, "::before");
    return `${getComputedStyle(cell).display}: ${content}`;
  });
}

/** How much wider than the screen the page is, or anything in it that would scroll sideways. */
export function tooWide() {
  const wide = [...document.querySelectorAll("body *")].filter(
    (one) =>
      one instanceof HTMLElement &&
      one.checkVisibility() &&
      one.scrollWidth > one.clientWidth + 1 &&
      one.clientWidth > 0 &&
      getComputedStyle(one).overflowX !== "visible",
  );
  const page = document.documentElement.scrollWidth - innerWidth;
  return [
    ...(page > 0 ? [`page: ${page}`] : []),
    ...wide.filter((one) => !one.matches("input")).map((one) => one.outerHTML.slice(0, 80)),
  ];
}

/**
 * Visible texts whose contrast with what is behind them is under 4.5 to 1.
 * @returns {string[]}
 */
export function faintTexts() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  /** @type {string[]} */
  const faint = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim();
    if (!element || !text || element.closest("script, style, title, option, .skip")) continue;
    if (!element.checkVisibility()) continue;
    const { color, fill } = getComputedStyle(element);
    const [a, b] = [
      luminance(numbers(element instanceof SVGElement ? fill : color)),
      luminance(behind(element)),
    ];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(`${text}: ${contrast.toFixed(2)}`);
  }
  return faint;
}

/** @param {string} colour */
function numbers(colour) {
  return (colour.match(/[\d.]+/g) ?? []).map(Number);
}

/** @param {number[]} colour */
function luminance(colour) {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {Element | null} element
 * @returns {number[]}
 */
function behind(element) {
  if (!element) return [255, 255, 255];
  const box = element.parentElement?.closest(".drawing a")?.querySelector("rect");
  if (box && element instanceof SVGElement) return numbers(getComputedStyle(box).fill);
  const [r = 0, g = 0, b = 0, opacity = 1] = numbers(getComputedStyle(element).backgroundColor);
  if (opacity === 1) return [r, g, b];
  const below = behind(element.parentElement);
  return [r, g, b].map((value, index) => value * opacity + (below[index] ?? 0) * (1 - opacity));
}

/**
 * A computed style of the first element that a selector names.
 * @param {string} selector
 * @param {string} property
 */
export function styleOf(selector, property) {
  const element = document.querySelector(selector);
  return element ? getComputedStyle(element).getPropertyValue(property) : "";
}
