/**
 * Each arrow as `look: from → to`; an end that touches no box is a question mark.
 * @param {string} which selector that the arrows must match as well
 * @returns {string[]}
 */
export function arrowEnds(which) {
  const boxes = [...document.querySelectorAll(".picture .node, .picture .sum")].filter(
    (box) => box.getBoundingClientRect().width > 0,
  );
  /**
   * @param {number} x
   * @param {number} y
   * @param {"left" | "right"} side
   */
  const nameAt = (x, y, side) => {
    const found = boxes.find((box) => {
      const rect = box.getBoundingClientRect();
      return Math.abs(rect[side] - x) < 2 && y > rect.top && y < rect.bottom;
    });
    return found?.querySelector(".name")?.textContent ?? found?.textContent ?? "?";
  };
  return [...document.querySelectorAll(`.arrow${which}`)].map((arrow) => {
    const [line, head] = arrow.querySelectorAll("path");
    if (!line || !head) return "?";
    const start = line.getPointAtLength(0).matrixTransform(line.getScreenCTM() ?? undefined);
    const tip = head.getBoundingClientRect();
    const look = [...line.classList].join(" ");
    const from = nameAt(start.x, start.y, "right");
    return `${look}: ${from} → ${nameAt(tip.right, (tip.top + tip.bottom) / 2, "left")}`;
  });
}

/**
 * Names of accounts, readers, roles and secrets over which an arrow is drawn.
 * @returns {string[]}
 */
export function namesCrossed() {
  const names = [...document.querySelectorAll(".picture .name")].filter(
    (name) => name.getBoundingClientRect().width > 0,
  );
  const shown = names.map((name) => ({
    text: name.textContent ?? "",
    box: name.getBoundingClientRect(),
    isAbove: name.closest(".node") !== null,
  }));
  const crossed = new Set();
  for (const arrow of document.querySelectorAll(".arrow path:first-child")) {
    if (!(arrow instanceof SVGPathElement)) continue;
    const place = arrow.getScreenCTM() ?? undefined;
    for (let way = 0; way < arrow.getTotalLength(); way += 4) {
      const { x, y } = arrow.getPointAtLength(way).matrixTransform(place);
      for (const { box, isAbove, text } of shown) {
        if (isAbove || x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
        crossed.add(text);
      }
    }
  }
  // What an arrow may touch stands above it.
  const depth = (/** @type {Element} */ one) => Number(getComputedStyle(one).zIndex);
  const canvas = document.querySelector("#arrows");
  for (const node of document.querySelectorAll(".picture .node")) {
    if (canvas && !(depth(node) > depth(canvas))) crossed.add(node.textContent ?? "");
  }
  return [...crossed].map(String);
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
    if (!element || !text || element.closest("script, option, .skip, .said")) continue;
    if (element.getClientRects().length === 0) continue;
    const [a, b] = [
      luminance(numbers(getComputedStyle(element).color)),
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
  const [r = 0, g = 0, b = 0, opacity = 1] = numbers(getComputedStyle(element).backgroundColor);
  if (opacity === 1) return [r, g, b];
  const below = behind(element.parentElement);
  return [r, g, b].map((value, index) => value * opacity + (below[index] ?? 0) * (1 - opacity));
}

/** What can be used but has no name that a screen reader could say. */
export function nameless() {
  return [...document.querySelectorAll("a, button, input, select, meter")]
    .filter((one) => {
      const labels = one instanceof HTMLInputElement ? (one.labels?.length ?? 0) : 0;
      return !one.textContent?.trim() && !one.getAttribute("aria-label") && labels === 0;
    })
    .map((one) => one.outerHTML);
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
