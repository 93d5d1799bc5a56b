// The year slider works without this script; with it, the chosen year is shown while the slider moves.
"use strict";
for (const form of document.querySelectorAll("form.as-of")) {
  const slider = form.querySelector('input[type="range"]');
  const output = form.querySelector("output");
  if (!slider || !output) continue;
  const yearWords = (year) => (year > 0 ? String(year) : `${1 - year} BCE`);
  slider.addEventListener("input", () => {
    output.textContent = yearWords(slider.valueAsNumber);
    slider.setAttribute("aria-valuetext", output.textContent);
    output.classList.toggle("chosen", slider.value !== slider.defaultValue);
  });
}
