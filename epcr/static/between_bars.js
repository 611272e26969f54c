// What of the screen is seen: between the bars that stay at its edges, and above the keyboard of a phone.

/** The upper and the lower edge of it, in pixels from the top of the window. */
export function betweenBars() {
  const view = window.visualViewport ?? { offsetTop: 0, height: window.innerHeight };
  const bars = [...document.querySelectorAll(".bar, .thumb, .save-strip, .desk-bar")].filter((bar) => ["sticky", "fixed"].includes(window.getComputedStyle(bar).position));
  const frames = bars.map((bar) => bar.getBoundingClientRect()).filter((frame) => frame.height);
  const above = frames.filter((frame) => frame.top <= 0).map((frame) => frame.bottom);
  const below = frames.filter((frame) => frame.top > window.innerHeight / 2).map((frame) => frame.top);
  return { top: Math.max(view.offsetTop, ...above) + 4, bottom: Math.min(view.offsetTop + view.height, ...below) - 4 };
}
